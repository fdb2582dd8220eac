"""Claim designs whose tokens are bound to the client's key (RFC 9449), as files."""

FORMS = {"bound": "", "bound-reference": 'form = "reference"\n'}


def write_bound_designs(folder):
    """The paths of the designs `FORMS`, written into *folder*: roles and a refresh token, bound."""
    for name, form in FORMS.items():
        (folder / f"{name}.toml").write_text(
            f'id = "{name}"\ntitle = "Bound"\n[token]\n{form}confirm = "dpop"\n[refresh]\nlifetime_s = 3600\n'
            '[claims]\nroles = "{user.roles}"\n[[grants]]\nkind = "roles"\n',
            encoding="utf-8",
        )
    return [folder / f"{name}.toml" for name in FORMS]
