from workbench.core.reports.claims_schema import DRAFT, claims_schema


def test_a_claim_of_all_tokens_is_required_and_described_by_its_type():
    schema = claims_schema("mine", [{"sub": "u-1", "exp": 5, "roles": ["a"]}, {"sub": "u-2", "exp": 6}])
    assert schema["$schema"] == DRAFT
    assert schema["type"] == "object"
    assert schema["required"] == ["sub", "exp"]
    assert schema["properties"] == {
        "sub": {"type": "string"},
        "exp": {"type": "integer"},
        "roles": {"type": "array", "items": {"type": "string"}},
    }
    assert "u-1" not in str(schema)


def test_different_types_at_one_place_are_all_allowed():
    schema = claims_schema("mine", [{"a": 1}, {"a": None}, {"a": True}, {"a": 1.5}])
    assert schema["properties"]["a"] == {"type": ["integer", "null", "boolean", "number"]}


def test_members_of_an_object_are_described_too():
    schema = claims_schema("mine", [{"realm": {"roles": ["x"], "n": 1}}, {"realm": {"roles": []}}])
    assert schema["properties"]["realm"] == {
        "type": "object",
        "properties": {"roles": {"type": "array", "items": {"type": "string"}}, "n": {"type": "integer"}},
        "required": ["roles"],
    }


def test_without_a_token_nothing_is_required():
    assert claims_schema("mine", [])["required"] == []
