"""What goes over the wire, and every way in which an endpoint can fail to answer."""

import json
import socket

import pytest

from commonground.drafting.llm import client as client_module
from commonground.drafting.llm.client import HttpDrafter
from commonground.drafting.llm.endpoint import Endpoint, find_endpoint
from commonground.errors import DraftError

from .endpoint import completion, endpoint

KEY = "sk-very-secret-0815"


def drafter(address, key=KEY, **kwargs):
    return HttpDrafter(find_endpoint(address, "small", {"COMMONGROUND_LLM_KEY": key}), **kwargs)


def test_the_question_as_it_is_sent():
    with endpoint(completion("yes")) as (address, asked):
        assert drafter(address, max_tokens=77).answer("why “so”?", {}) == "yes"
    ((path, headers, body),) = asked
    assert path == "/v1/chat/completions"
    assert headers["Authorization"] == f"Bearer {KEY}"
    assert headers["Content-Type"] == "application/json"
    assert set(body) == {"model", "messages", "stream", "max_tokens", "temperature"}
    assert body["model"] == "small"
    assert body["max_tokens"] == 77
    assert [message["role"] for message in body["messages"]] == ["system", "user"]
    assert body["messages"][1]["content"] == "why “so”?"


def test_without_a_key_none_is_sent():
    with endpoint(completion("yes")) as (address, asked):
        drafter(address, key="").answer("?", {})
    assert "Authorization" not in asked[0][1]


def error(status, message=""):
    return status, "application/json", json.dumps({"error": {"message": message}})


FAILURES = {
    "too many questions": (error(429, f"slow down {KEY}"), r"429: too many questions.*\(slow down \[key\]\)"),
    "no key": (error(401, f"Incorrect API key provided: {KEY}"), r"401: it wants a key.*\[key\]"),
    "broken": ((500, "text/html", "<h1>oops</h1>"), "500"),
    "an odd status": ((299 + 1, "application/json", "{}"), "300"),
    "a web page": ((200, "text/html; charset=utf-8", "<html></html>"), "answered with text/html, not with JSON"),
    "no type": ((200, "", "{}"), "something without a type"),
    "not JSON": ((200, "application/json", "<html>"), "not in the form of a chat completion"),
    "other JSON": ((200, "application/json", '{"choices": []}'), "not in the form of a chat completion"),
    "a list": ((200, "application/json", "[[[1]]]"), "not in the form of a chat completion"),
    "an empty answer": (completion("  "), "sent an empty answer"),
    "no text": (completion(None), "sent an empty answer"),
    "not UTF-8": ((200, "application/json", b"\xff\xfe\x00"), "not in the form of a chat completion"),
    "a redirect": ((307, "", "", ("Location", "http://127.0.0.1:9/v1")), "redirect, which is not followed"),
}


@pytest.mark.parametrize(("reply", "words"), FAILURES.values(), ids=FAILURES)
def test_a_failure_is_said_in_words_and_without_the_key(reply, words):
    with endpoint(reply) as (address, asked), pytest.raises(DraftError, match=words) as caught:
        drafter(address).answer("?", {})
    assert len(asked) == 1
    assert KEY not in str(caught.value)
    assert "127.0.0.1" in str(caught.value)


def test_too_long_an_answer(monkeypatch):
    monkeypatch.setattr(client_module, "MAX_ANSWER", 1_000)
    with endpoint(completion("x" * 2_000)) as (address, _), pytest.raises(DraftError, match="more than 1,000 bytes"):
        drafter(address).answer("?", {})


def test_time_runs_out():
    with endpoint(1.0) as (address, _), pytest.raises(DraftError, match=r"did not answer within 0\.2 seconds"):
        drafter(address, timeout=0.2).answer("?", {})


def test_nobody_there():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(DraftError, match="cannot be asked: Connection refused"):
        drafter(f"http://127.0.0.1:{port}").answer("?", {})


def test_fields_that_a_server_refuses_are_renamed_or_left_out():
    replies = (
        error(400, "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead."),
        error(400, "Unsupported value: 'temperature' does not support 0"),
        completion("yes"),
    )
    with endpoint(*replies) as (address, asked):
        assert drafter(address, max_tokens=5).answer("?", {}) == "yes"
    assert [body.get("max_completion_tokens") for _, _, body in asked] == [None, 5, 5]
    assert "temperature" not in asked[2][2]
    with endpoint(error(400, "temperature, max_tokens, max_completion_tokens")) as (address, asked):
        with pytest.raises(DraftError, match="refuses"):
            drafter(address).answer("?", {})
        assert len(asked) <= 4


def test_the_key_does_not_come_back_in_an_answer():
    with endpoint(completion(f"the key is {KEY}")) as (address, _):
        assert drafter(address).answer("?", {}) == "the key is [key]"
    assert KEY not in repr(drafter("http://localhost/v1").endpoint)


def test_a_proxy_of_the_environment_is_not_asked_for_loopback(monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    with endpoint(completion("yes")) as (address, _):
        assert drafter(address).answer("?", {}) == "yes"
    monkeypatch.setenv("no_proxy", "inside.example")
    assert Endpoint("http://api.example/v1/chat/completions", "m").proxy == "127.0.0.1"
    assert Endpoint("http://inside.example/v1/chat/completions", "m").proxy == ""


@pytest.mark.parametrize(
    ("address", "loopback"),
    [
        ("http://localhost:1234/v1", True),
        ("http://127.0.0.1/v1", True),
        ("http://127.8.9.1:80", True),
        ("http://[::1]:8080/v1", True),
        ("https://api.example/v1", False),
        ("http://127.0.0.1.example/v1", False),
        ("http://localhost.example/v1", False),
        ("http://0.0.0.0/v1", False),
        ("http://192.168.1.5:8000/v1", False),
        ("http://2130706433/v1", False),
    ],
)
def test_what_is_this_machine(address, loopback):
    assert find_endpoint(address, "m", {}).is_loopback is loopback


@pytest.mark.parametrize(
    "address",
    ["", "api.example/v1", "ftp://host/v1", "file:///etc/passwd", "http://", "http://user:pass@host/v1",
     "http://host/v1?api-key=1", "http://host/v1#x", "http://[::1/v1", "http://host:port/v1", "http://ho st/v1"],
)  # fmt: skip
def test_an_address_that_is_none(address):
    with pytest.raises(DraftError) as caught:
        find_endpoint(address, "m", {})
    assert "pass" not in str(caught.value).replace("password", "")


def test_the_environment_gives_what_is_not_given():
    environment = {"COMMONGROUND_LLM_ENDPOINT": "http://a/v1", "COMMONGROUND_LLM_MODEL": "b"}
    assert find_endpoint(None, None, environment) == Endpoint("http://a/v1/chat/completions", "b")
    assert find_endpoint("http://c/v1/chat/completions", "d", environment).url == "http://c/v1/chat/completions"
    with pytest.raises(DraftError, match="no model"):
        find_endpoint("http://a/v1", None, {})
    with pytest.raises(DraftError, match="cannot be a key"):
        find_endpoint("http://a/v1", "m", {"COMMONGROUND_LLM_KEY": "a\nb"})
