"""Bars in an SVG that is legible on light and dark pages alike."""

from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

WIDTH, LABEL, BAR, ROW, HEAD = 860, 230, 500, 20, 44
STYLE = """
text { font: 13px system-ui, sans-serif; fill: #1f2328 } .head { font-weight: 600 } .unit { fill: #59636e }
rect { fill: #8c959f } .own { fill: #0969da }
@media (prefers-color-scheme: dark) {
text { fill: #f0f6fc } .unit { fill: #9198a1 } rect { fill: #656c76 } .own { fill: #4493f8 } }
"""


def plot(charts: Mapping[str, tuple[str, Sequence[tuple[str, float]]]], own: Sequence[str]) -> str:
    """One block of bars for each title, with its unit; the shorter a bar, the better."""
    lines, y = list[str](), 0
    for title, (unit, bars) in charts.items():
        lines.append(
            f'<text class="head" x="0" y="{y + 24}">{escape(title)}<tspan class="unit"> ({escape(unit)})</tspan></text>'
        )
        y += HEAD - 8
        longest = max(value for _, value in bars)
        for name, value in bars:
            number = f"{value:.0f}" if value >= 100 else f"{value:.2f}"
            kind = ' class="own"' if name.startswith(tuple(own)) else ""
            lines.append(f'<text x="{LABEL - 10}" y="{y + 14}" text-anchor="end">{escape(name)}</text>')
            lines.append(
                f'<rect{kind} x="{LABEL}" y="{y + 3}" width="{max(value / longest * BAR, 1):.1f}" height="14" rx="2"/>'
            )
            lines.append(f'<text x="{LABEL + value / longest * BAR + 8:.1f}" y="{y + 14}">{number}</text>')
            y += ROW
        y += 8
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {y + 8}" role="img">'
    return "\n".join([head, "<title>Shorter is better</title>", f"<style>{STYLE}</style>", *lines, "</svg>", ""])
