"""Acts as the person's browser on the local identity provider's pages."""

from __future__ import annotations

import http.cookiejar
import re
import threading
import urllib.parse
import urllib.request
from collections.abc import Callable


def sign_in_as(email: str, url: str) -> str:
    """Opens the sign-in page and presses the account's button. Returns the text of the last page."""
    opener = urllib.request.build_opener(
        urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
    )
    with opener.open(url, timeout=20) as page:
        text, address = page.read().decode(), page.geturl()
    action = re.search(r'<form method="post" action="([^"]+)"', text)
    if action is None:
        raise AssertionError(f"The page at {address} has no form: {text[:300]}")
    form = urllib.parse.urlencode({"email": email}).encode()
    with opener.open(urllib.parse.urljoin(address, action[1]), form, timeout=20) as page:
        return page.read().decode()


def open_browser_as(email: str) -> Callable[[str], None]:
    """What a test gives as ``open_browser``: returns at once, as opening a browser does."""
    return lambda url: threading.Thread(target=sign_in_as, args=(email, url), daemon=True).start()
