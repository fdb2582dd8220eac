"""What a stolen token opens, in the whole window and against the real server."""

from PySide6.QtWidgets import QTableView

from demo_server.policy.designs import BUILT_IN


def rows(window, name):
    """First cell of each row to the others."""
    model = window.find(QTableView, name).model()
    texts = [
        [model.index(row, column).data() for column in range(model.columnCount())] for row in range(model.rowCount())
    ]
    return {row[0]: row[1:] for row in texts}


def test_a_stolen_token_of_alice_opens_every_document_under_roles_and_hers_alone_under_identity(window):
    window.open_page("Designs")
    window.open_design_view("Stolen token")
    window.find_reach_of("alice", "roles")
    designs = rows(window, "reach.table")
    assert list(designs) == list(BUILT_IN)
    assert designs["identity"][4] == "logout, account, rights"
    assert designs["roles"][4] == "logout"
    assert rows(window, "reach.requests")["PUT /documents/{id}"][0] == "4 of 4"
    window.look_at_row("reach.requests", "PUT /documents/{id}")
    assert list(rows(window, "reach.each")) == ["doc-1", "doc-2", "doc-3", "doc-4"]
    window.look_at_row("reach.table", "identity")
    assert rows(window, "reach.each") == {"doc-1": ["acl"]}

    # What the view says of single requests is what the bench is answered.
    for design, status in (("roles", "200"), ("identity", "200")):
        window.open_page("Bench")
        window.log_in("alice", design)
        window.replay()
        assert window.answers()["PUT /documents/doc-1"][0] == status
    window.log_in("bob", "identity")
    window.replay()
    assert window.answers()["PUT /documents/doc-1"][0] == "403"
    window.open_page("Designs")
    window.find_reach_of("bob", "identity")
    window.look_at_row("reach.requests", "PUT /documents/{id}")
    assert "doc-1" not in rows(window, "reach.each")
