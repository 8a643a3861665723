"""HTTP Digest access, held against the examples of its standard."""

import pytest

from semctl import digest

# RFC 7616 §3.9.1, with both hashes
ASKED = (
    'Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm={}, '
    'nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"'
)
RANDOM = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ"


@pytest.mark.parametrize(
    ("algorithm", "response"),
    [
        ("MD5", "8ca523f5e9506fed4657c9700eebdbec"),
        ("SHA-256", "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"),
    ],
)
def test_the_example_of_the_standard(algorithm: str, response: str) -> None:
    asked = digest.parts_of(ASKED.format(algorithm))
    assert asked
    said = digest.answer(
        asked, user="Mufasa", password="Circle of Life", method="GET", path="/dir/index.html", random=RANDOM
    )
    assert said == (
        'Digest username="Mufasa", realm="http-auth@example.org", '
        'nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", uri="/dir/index.html", '
        f'response="{response}", algorithm={algorithm}, qop=auth, nc=00000001, cnonce="{RANDOM}", '
        'opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"'
    )


def test_a_server_of_the_first_kind_asks_for_less() -> None:
    """RFC 2069, with the answer that its correction gives."""
    challenge = (
        'Digest realm="testrealm@host.com", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", '
        'opaque="5ccc069c403ebaf9f0171e9517f40e41"'
    )
    asked = digest.parts_of(challenge)
    assert asked
    said = digest.answer(
        asked, user="Mufasa", password="CircleOfLife", method="GET", path="/dir/index.html", random=RANDOM
    )
    assert 'response="1949323746fe6a43ef61f9606e7febea"' in said
    assert "qop" not in said


@pytest.mark.parametrize(
    "challenge",
    [
        'Basic realm="a"',
        "Digest",
        'Digest realm="a"',
        'Digest realm="a", nonce="b", algorithm=SHA-512-256',
        'Digest realm="a", nonce="b", qop="auth-int"',
        "Negotiate",
        "",
    ],
)
def test_what_cannot_be_answered(challenge: str) -> None:
    assert digest.parts_of(challenge) is None


def test_quotes_are_kept_apart() -> None:
    asked = digest.parts_of(r'digest realm="the \"lab\"", nonce="n\\1", qop=auth')
    assert asked == {"realm": r"the \"lab\"", "nonce": r"n\\1", "qop": "auth"}
    said = digest.answer(asked, user='a"b\\', password="p", method="PUT", path="/x", random="r", count=255)
    assert said.startswith(r'Digest username="a\"b\\", realm="the \"lab\"", nonce="n\\1", uri="/x"')
    assert "nc=000000ff" in said
