package org.credence.analytics.internal;

/** How an HTML report looks: a quiet page in the reader's own fonts, the same care for light and dark. */
final class Stylesheet {

    static final String CSS = """
            :root {
              color-scheme: light dark;
              --paper: #fdfdfb; --ink: #1d2126; --soft: #5b636c; --rule: #d9dce0; --grid: #e8eaed;
              --tint: #f3f4f1; --accent: #0072b2; --warn: #d55e00; --warn-tint: #fdf3ea;
              --serif: Charter, "Bitstream Charter", "Iowan Old Style", "Source Serif 4", Georgia, "DejaVu Serif", serif;
              --sans: system-ui, -apple-system, "Segoe UI", "Noto Sans", "DejaVu Sans", sans-serif;
            }
            @media (prefers-color-scheme: dark) {
              :root {
                --paper: #15181c; --ink: #e3e6e9; --soft: #9aa3ad; --rule: #343a41; --grid: #262b31;
                --tint: #1c2025; --accent: #6db8e8; --warn: #f0a35e; --warn-tint: #2a2119;
              }
              svg [style] { filter: brightness(1.3); }
            }
            * { box-sizing: border-box; }
            html { -webkit-text-size-adjust: 100%; }
            body { margin: 0; background: var(--paper); color: var(--ink); font: 17px/1.6 var(--serif); }
            main { max-width: 46rem; margin: 0 auto; padding: 4.5rem 1.5rem 6rem; }
            h1 { font-size: 2.1rem; line-height: 1.2; font-weight: 600; margin: 0 0 .4rem; letter-spacing: -.01em;
                 text-wrap: balance; }
            h2 { font-size: 1.35rem; line-height: 1.3; font-weight: 600; margin: 3.6rem 0 .9rem; text-wrap: balance; }
            p { margin: 0 0 1rem; hyphens: auto; text-wrap: pretty; }
            a { color: var(--accent); text-decoration-thickness: 1px; text-underline-offset: 3px; }
            .date { font: .82rem/1.5 var(--sans); color: var(--soft); margin-bottom: 2rem; }
            aside { font: .95rem/1.55 var(--sans); background: var(--tint); border-left: 4px solid var(--rule);
                    padding: .9rem 1.1rem; margin: 0 0 1.8rem; }
            aside.synthetic { background: var(--warn-tint); border-color: var(--warn); }
            aside strong { color: var(--warn); }
            nav ol { font: .88rem/1.8 var(--sans); margin: 0; padding: 0; list-style: none; columns: 2;
                     column-gap: 2.5rem; }
            nav li { break-inside: avoid; }
            nav a { text-decoration: none; }
            nav a:hover, nav a:focus { text-decoration: underline; }
            figure { margin: 2rem 0 2.4rem; }
            figcaption, caption { font: .85rem/1.5 var(--sans); color: var(--soft); text-align: left; }
            figcaption { margin-top: .7rem; }
            figcaption b, caption b { color: var(--ink); font-weight: 600; }
            svg { display: block; width: 100%; height: auto; overflow: visible; font-family: var(--sans); }
            svg text { fill: var(--ink); font-size: 13px; }
            svg .tick { fill: var(--soft); font-size: 12px; font-variant-numeric: tabular-nums; }
            svg .faint { fill: var(--soft); font-size: 12px; font-style: italic; }
            svg .value { font-variant-numeric: tabular-nums; }
            svg .axis { fill: var(--ink); font-size: 13px; }
            svg .grid { stroke: var(--grid); stroke-width: 1; }
            svg .base { stroke: var(--soft); stroke-width: 1; }
            svg .guide { stroke: var(--soft); stroke-width: 1; stroke-dasharray: 4 4; }
            svg .dot { stroke: var(--paper); stroke-width: 1.2; }
            .table { margin: 2rem 0 2.4rem; overflow-x: auto; }
            table { border-collapse: collapse; width: 100%; font: .88rem/1.45 var(--sans); }
            caption { padding-bottom: .6rem; }
            thead th { font-weight: 600; vertical-align: bottom; text-align: left; padding: .5rem .9rem .5rem 0;
                       border-top: 1.5px solid var(--ink); border-bottom: 1px solid var(--ink); }
            tbody th { font-weight: 400; text-align: left; }
            tbody th, td { padding: .42rem .9rem .42rem 0; border-bottom: 1px solid var(--grid); vertical-align: top; }
            tbody tr:last-child > * { border-bottom: 1.5px solid var(--ink); }
            .n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
            thead th.n, td.n { padding-right: 0; padding-left: 1.1rem; }
            .unit { display: block; font-weight: 400; color: var(--soft); font-size: .8rem; }
            .ci { color: var(--soft); }
            .note { font: .8rem/1.5 var(--sans); color: var(--soft); margin: .55rem 0 0; }
            .pictures { display: grid; grid-template-columns: repeat(auto-fit, minmax(13rem, 1fr)); gap: .9rem .7rem; }
            .pictures.four { grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr)); }
            .pictures.five { grid-template-columns: repeat(auto-fit, minmax(7.6rem, 1fr)); }
            .pictures img { display: block; width: 100%; height: auto; background: #000; border-radius: 2px; }
            .pictures span { display: block; font: .78rem/1.4 var(--sans); color: var(--soft); margin-top: .3rem; }
            .legend { display: flex; flex-wrap: wrap; gap: .3rem 1.2rem; list-style: none; margin: .9rem 0 0; padding: 0;
                      font: .82rem/1.5 var(--sans); }
            .legend i { display: inline-block; width: .8em; height: .8em; border-radius: 2px; margin-right: .45em;
                        vertical-align: -.05em; }
            dl { display: grid; grid-template-columns: minmax(9rem, 14rem) 1fr; gap: .35rem 1.2rem; margin: 0;
                 font: .86rem/1.5 var(--sans); }
            dt { color: var(--soft); }
            dd { margin: 0; overflow-wrap: anywhere; }
            @media (min-width: 64rem) { figure.wide { margin-left: -4rem; margin-right: -4rem; } }
            @media (max-width: 34rem) { nav ol { columns: 1; } dl { grid-template-columns: 1fr; } dt { margin-top: .5rem; } }
            @media print { body { font-size: 10.5pt; } main { max-width: none; padding: 0; } figure, .table { break-inside: avoid; } }
            """;

    private Stylesheet() {}
}
