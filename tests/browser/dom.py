"""What a page looks like to a ruler: what is wider than the screen, what lies on what, what is too faint to read."""

from __future__ import annotations

from typing import Any, NamedTuple

LOOK = """() => {
    const visible = node => node.checkVisibility({visibilityProperty: true});
    const short = text => text.trim().slice(0, 60);

    const wide = ['html', 'body', '[data-testid="stMain"]'].map(name => document.querySelector(name))
        .filter(part => part && part.scrollWidth > part.clientWidth + 1).map(part => part.tagName + ' ' + part.scrollWidth);

    const overlaps = [], untitled = [], silent = [];
    document.querySelectorAll('.js-plotly-plot').forEach((chart, n) => {
        if (!visible(chart)) { return; }
        const boxes = [...chart.querySelectorAll('.annotation-text')].filter(visible).map(node => {
            const {left, right, top, bottom} = node.getBoundingClientRect();
            return {text: short(node.textContent), left, right, top, bottom};
        }).filter(box => box.text);
        boxes.forEach((one, i) => boxes.slice(i + 1).forEach(two => {
            const across = Math.min(one.right, two.right) - Math.max(one.left, two.left);
            const down = Math.min(one.bottom, two.bottom) - Math.max(one.top, two.top);
            if (across > 2 && down > 3) { overlaps.push(`${one.text} / ${two.text}`); }
        }));
        const layout = chart._fullLayout || {};
        const drawn = (chart._fullData || []).some(trace => ['scatter', 'scattergl', 'bar', 'heatmap'].includes(trace.type));
        for (const name of ['xaxis', 'yaxis']) {
            const axis = layout[name];
            const told = axis && axis.title && axis.title.text && !/click to enter/i.test(axis.title.text);
            const said = (layout.meta || {}).axes || [];
            if (drawn && axis && axis.visible !== false && !told && !said.includes(name)) { untitled.push(`chart ${n} ${name}`); }
        }
        const around = chart.closest('[data-testid="stPlotlyChart"]') || chart.parentElement;
        const words = (layout.meta || {}).alt || '';
        if (!words) { silent.push(`chart ${n}`); }
        if (around && !around.innerHTML.includes('aria-label') && !around.closest('[aria-label]')) { silent.push(`chart ${n} label`); }
    });

    const parsed = colour => {
        const found = colour.match(/[\\d.]+/g);
        if (!found || colour === 'none') { return null; }
        const numbers = found.map(Number);
        const scale = colour.startsWith('color(srgb') ? 255 : 1;
        return [numbers[0] * scale, numbers[1] * scale, numbers[2] * scale, numbers.length > 3 ? numbers[3] : 1];
    };
    const over = (top, under) => [0, 1, 2].map(i => top[i] * top[3] + under[i] * (1 - top[3])).concat([1]);
    const light = colour => {
        const [r, g, b] = colour.slice(0, 3).map(v => v / 255).map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const ground = node => {
        const layers = [];
        for (let at = node; at; at = at.parentElement) {
            const colour = parsed(getComputedStyle(at).backgroundColor);
            if (colour && colour[3] > 0) { layers.push(colour); if (colour[3] === 1) { break; } }
        }
        return layers.reverse().reduce((under, top) => over(top, under), [255, 255, 255, 1]);
    };
    const faint = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const text = walker.currentNode.data.trim(), node = walker.currentNode.parentElement;
        if (!text || !node || !visible(node)) { continue; }
        if (node.closest('script, style, noscript, canvas, [disabled], [aria-disabled="true"], [data-testid="stToolbar"], .modebar, ' +
            '.bartext, [data-testid="stSkeleton"], [data-testid="stSliderThumbValue"], [data-testid="stFileUploaderDropzone"], ' +
            '[aria-hidden="true"]')) { continue; }
        const style = getComputedStyle(node), svg = node.closest('svg.main-svg');
        let ink = parsed(svg ? style.fill : style.color);
        if (!ink) { continue; }
        let opacity = 1;
        for (let at = node; at; at = at.parentElement) { opacity *= Number(getComputedStyle(at).opacity); }
        if (opacity < 0.05) { continue; }
        const paper = ground(svg ? svg.parentElement : node);
        ink = over([ink[0], ink[1], ink[2], ink[3] * opacity], paper);
        const [high, low] = [light(ink), light(paper)].sort((a, b) => b - a);
        const ratio = (high + 0.05) / (low + 0.05), size = parseFloat(style.fontSize), bold = Number(style.fontWeight) >= 600;
        const icon = /material|symbol/i.test(style.fontFamily);
        const needed = icon || size >= 24 || (size >= 18.66 && bold) ? 3 : 4.5;
        if (ratio < needed - 0.05) { faint.push(`${short(text)} ${ratio.toFixed(1)}`); }
    }
    return {wide, overlaps, untitled, silent, faint: [...new Set(faint)]};
}"""


class Look(NamedTuple):
    """What is wrong with a page: all empty is well."""

    wide: list[str]
    """Parts that scroll sideways."""
    overlaps: list[str]
    """Names in charts that lie on each other."""
    untitled: list[str]
    """Axes without a title."""
    silent: list[str]
    """Charts without alternative text."""
    faint: list[str]
    """Texts below 4.5:1 (large ones and icons below 3:1), with their contrast."""


WELL = Look([], [], [], [], [])
LOOKS, BETWEEN = 10, 500
"""Looks at a page that is not well, and the milliseconds between: a fault stays, what is being drawn or faded in does not."""


def look(page: Any) -> Look:
    """Measure the page once it is well, or as it stays."""
    for _ in range(LOOKS):
        found = Look(**page.evaluate(LOOK))
        if found == WELL:
            break
        page.wait_for_timeout(BETWEEN)
    return found
