"""The console: web pages over the rooms' doors, in Chinese and English. It has no rules and writes nothing itself.

Laws: every page has its `.json` with the same data; every write is a call of the API that anybody could make; a page asks nothing of
any other host; the address of a page says all that is shown. Standards: WCAG 2.2 AA, WAI-ARIA 1.2, RFC 9457 beside the field,
ISO 8601 times always with their offset, CSP level 3.
"""

from landsea.console.files import static_files
from landsea.console.pages import router

__all__ = ["router", "static_files"]
