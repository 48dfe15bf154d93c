"""The API's routes that plug-ins use."""

from __future__ import annotations

import copy
import json
import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from types import TracebackType
from typing import Protocol, TypeVar, cast
from urllib.parse import quote, urlencode

from .cancel import CancelToken
from .decode import decode, decode_list
from .errors import PegbarError
from .models import (
    Asset,
    Batch,
    BatchEstimate,
    CompletedInputs,
    AnnouncedInputs,
    Estimate,
    Job,
    Me,
    Show,
    Version,
    Workflow,
)
from .transport.http import Http, Response
from .transport.problem import read_error
from .transport.retry import retry

T = TypeVar("T")


class TokenSource(Protocol):
    """Where access tokens come from."""

    def get(self, cancel: CancelToken) -> str: ...

    def refuse(self, token: str) -> None:
        """Tells that the API has refused the token."""
        ...


class Api:
    """Calls the API as one member. Thread-safe; every call may wait for the network."""

    def __init__(self, http: Http, tokens: TokenSource) -> None:
        self.http = http
        self._tokens = tokens
        self._url = http.settings.url
        self._tenant = http.settings.tenant
        self._trace_id = ""

    def traced(self, trace_id: str) -> Api:
        """The same API, whose requests belong to one trace (W3C Trace Context). ``trace_id``: 32 hexadecimal digits."""
        traced = copy.copy(self)
        traced._trace_id = trace_id
        return traced

    def url(self, path: str, query: Mapping[str, object] | None = None) -> str:
        asked = {name: _format(value) for name, value in (query or {}).items() if value is not None}
        return f"{self._url}{path}{'?' + urlencode(asked) if asked else ''}"

    def request(
        self,
        method: str,
        path: str,
        cancel: CancelToken,
        *,
        query: Mapping[str, object] | None = None,
        body: object | None = None,
        idempotency_key: str = "",
        timeout: float = 60.0,
    ) -> object:
        """Sends a request and returns the JSON of its response; None without a body.

        Retries what can be repeated: GET, PUT, DELETE, and a POST with an idempotency key or one that changes nothing
        twice. Renews the token once after a 401. Raises PegbarError.
        """
        content = None if body is None else json.dumps(body, ensure_ascii=False).encode()

        def call() -> object:
            with self.signed(method, path, cancel, query=query, body=content, key=idempotency_key, timeout=timeout) as response:
                return None if response.status == 204 else response.json()

        repeatable = method != "POST" or bool(idempotency_key) or path in _REPEATABLE or path.endswith(_REPEATABLE_ENDS)
        return retry(call, cancel, attempts=5 if repeatable else 1)

    def signed(
        self,
        method: str,
        path: str,
        cancel: CancelToken,
        *,
        query: Mapping[str, object] | None = None,
        body: bytes | None = None,
        key: str = "",
        headers: Mapping[str, str] | None = None,
        timeout: float = 60.0,
        follow: bool = True,
    ) -> _Signed:
        """A request with the member's token, without retries, as a context manager of its successful response."""
        sent = {"accept": "application/json", **(headers or {})}
        if self._tenant:
            sent["pegbar-tenant"] = self._tenant
        if body is not None:
            sent["content-type"] = "application/json"
        if key:
            sent["idempotency-key"] = key
        if self._trace_id:
            sent["traceparent"] = f"00-{self._trace_id}-{secrets.token_hex(8)}-01"
        return _Signed(self.http, self._tokens, method, self.url(path, query), cancel, sent, body, timeout, follow)

    def signed_redirect(self, path: str, cancel: CancelToken) -> _Signed:
        """A GET whose redirect is returned instead of followed."""
        return self.signed("GET", path, cancel, follow=False)

    def pages(self, model: type[T], path: str, cancel: CancelToken, **query: object) -> Iterator[T]:
        """All items of a list, page by page."""
        cursor: object = None
        while True:
            page = self.request("GET", path, cancel, query={**query, "cursor": cursor})
            if not isinstance(page, dict):
                raise PegbarError(f"{path} did not answer with a list.", code="unexpected_answer")
            answer = cast("dict[str, object]", page)
            yield from decode_list(model, answer.get("items"))
            cursor = answer.get("next")
            if cursor is None:
                return

    def read_me(self, cancel: CancelToken) -> Me:
        return decode(Me, self.request("GET", "/v1/me", cancel))

    def list_shows(self, cancel: CancelToken) -> list[Show]:
        return list(self.pages(Show, "/v1/shows", cancel, sort="code", limit=200))

    def list_workflows(self, cancel: CancelToken) -> list[Workflow]:
        return list(self.pages(Workflow, "/v1/workflows", cancel, sort="name", retired=False, limit=200))

    def estimate_job(self, body: object, cancel: CancelToken) -> Estimate:
        return decode(Estimate, self.request("POST", "/v1/estimates", cancel, body=body))

    def estimate_batch(self, body: object, cancel: CancelToken) -> BatchEstimate:
        return decode(BatchEstimate, self.request("POST", "/v1/estimates/batch", cancel, body=body))

    def announce_inputs(self, files: list[dict[str, object]], cancel: CancelToken) -> AnnouncedInputs:
        return decode(AnnouncedInputs, self.request("POST", "/v1/inputs/announcements", cancel, body={"files": files}))

    def complete_inputs(self, ids: list[str], cancel: CancelToken) -> CompletedInputs:
        """Waits up to 20 seconds on the server until the files are verified."""
        return decode(CompletedInputs, self.request("POST", "/v1/inputs/completions", cancel, body={"ids": ids}))

    def submit_job(self, body: object, key: str, cancel: CancelToken) -> Job:
        return decode(Job, self.request("POST", "/v1/jobs", cancel, body=body, idempotency_key=key))

    def submit_batch(self, body: object, key: str, cancel: CancelToken) -> Batch:
        return decode(Batch, self.request("POST", "/v1/batches", cancel, body=body, idempotency_key=key))

    def read_job(self, id: str, cancel: CancelToken) -> Job:
        return decode(Job, self.request("GET", f"/v1/jobs/{quote(id)}", cancel))

    def read_batch(self, id: str, cancel: CancelToken) -> Batch:
        return decode(Batch, self.request("GET", f"/v1/batches/{quote(id)}", cancel))

    def cancel_job(self, id: str, cancel: CancelToken) -> Job:
        return decode(Job, self.request("POST", f"/v1/jobs/{quote(id)}/cancel", cancel))

    def act_on_batch(self, id: str, action: str, cancel: CancelToken) -> None:
        self.request("POST", f"/v1/batches/{quote(id)}/actions", cancel, body={"action": action})

    def retry_job(self, id: str, cancel: CancelToken) -> Job:
        return decode(Job, self.request("POST", f"/v1/jobs/{quote(id)}/retry", cancel))

    def list_assets(self, cancel: CancelToken, **query: object) -> Iterator[Asset]:
        return self.pages(Asset, "/v1/assets", cancel, limit=200, **query)

    def list_versions(self, cancel: CancelToken, **query: object) -> Iterator[Version]:
        return self.pages(Version, "/v1/versions", cancel, limit=200, **query)

    def read_certificate(self, asset_id: str, cancel: CancelToken) -> object:
        """The certificate of an asset, waiting up to 10 seconds until it is recorded."""
        return self.request("GET", f"/v1/assets/{quote(asset_id)}/certificate", cancel, query={"wait": 10})


_REPEATABLE = frozenset(
    {"/v1/estimates", "/v1/estimates/batch", "/v1/inputs", "/v1/inputs/announcements", "/v1/inputs/completions"}
)
_REPEATABLE_ENDS = ("/cancel", "/hold", "/release", "/actions")


def _format(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


class _Signed:
    """A request with a token. Enters as the successful response; renews the token once after a 401."""

    def __init__(
        self,
        http: Http,
        tokens: TokenSource,
        method: str,
        url: str,
        cancel: CancelToken,
        headers: dict[str, str],
        body: bytes | None,
        timeout: float,
        follow: bool,
    ) -> None:
        self._http, self._tokens = http, tokens
        self._cancel, self._url, self._headers = cancel, url, headers
        self._send: Callable[[dict[str, str]], AbstractContextManager[Response]] = lambda signed: http.send(
            method, url, cancel, headers=signed, body=body, timeout=timeout, follow=follow
        )

    def __enter__(self) -> Response:
        token = self._tokens.get(self._cancel)
        response = self._try(token)
        if response is None:
            # Another process may have renewed it, or it was revoked.
            self._tokens.refuse(token)
            response = self._try(self._tokens.get(self._cancel))
        if response is None:
            raise PegbarError("The server refused your sign-in.", code="signed_out", status=401, hint="Sign in again.")
        return response

    def _try(self, token: str) -> Response | None:
        """The response; None if the token was refused. Raises PegbarError for other errors."""
        self._sending = self._send({**self._headers, "authorization": f"Bearer {token}"})
        response = self._sending.__enter__()
        if response.status < 400:
            return response
        try:
            error = read_error(response)
        finally:
            self._sending.__exit__(None, None, None)
        if error.status == 401:
            return None
        raise error

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool | None:
        return self._sending.__exit__(kind, error, trace)
