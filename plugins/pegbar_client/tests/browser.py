"""Acts as the person's browser on the local identity provider's pages."""

from __future__ import annotations

import http.cookiejar
import re
import threading
import urllib.parse
import urllib.request
from collections.abc import Callable


def sign_in_as(email: str, url: str) -> str:
    """Opens a page, then submits its forms until there is none, choosing the account. Returns the last page's text."""
    opener = urllib.request.build_opener(
        urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
    )
    with opener.open(url, timeout=20) as page:
        text, address = page.read().decode(), page.geturl()
    for _page in range(6):
        form = re.search(r'<form[^>]*method="post"[^>]*action="([^"]+)"(.*?)</form>', text, re.DOTALL)
        if form is None:
            return text
        fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form[2]))
        # The account's own button among several; pages without accounts have none.
        if f'value="{email}"' in text:
            fields["email"] = email
        content = urllib.parse.urlencode(fields).encode()
        with opener.open(urllib.parse.urljoin(address, form[1]), content, timeout=20) as page:
            text, address = page.read().decode(), page.geturl()
    raise AssertionError(f"The sign-in at {url} does not end: {text[:300]}")


def open_browser_as(email: str) -> Callable[[str], None]:
    """What a test gives as ``open_browser``: returns at once, as opening a browser does."""
    return lambda url: threading.Thread(target=sign_in_as, args=(email, url), daemon=True).start()
