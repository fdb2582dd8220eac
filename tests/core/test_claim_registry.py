from workbench.core.claim_registry import ClaimMeaning, parse_registry


def test_a_registry_tells_what_each_claim_means():
    table = 'claim,purpose,reference,category\naud,"audience: who may, and must, take it",RFC7519 4.1.3,registered\n'
    assert parse_registry(table) == {
        "aud": ClaimMeaning("aud", "audience: who may, and must, take it", "RFC7519 4.1.3"),
    }


def test_an_empty_registry_knows_no_claim():
    assert parse_registry("claim,purpose,reference\n") == {}
