/** The report's style sheet. Colours are Okabe and Ito's, told apart by every kind of colour vision; contrast is at least 4.5 for text. */
export const STYLE = `
:root{color-scheme:light dark;--bg:#fff;--panel:#f6f7f8;--text:#1b1f24;--soft:#57606a;--line:#d5d9de;--old:#0068a8;--new:#c24a00;--weight:#6b7280;--good:#0a6b4d;--bad:#b3261e;--warn:#8a5300;--warnbg:#fff5e0;--evidence:#7a3e9d;--inside:#fff}
@media(prefers-color-scheme:dark){:root{--bg:#14171a;--panel:#1c2024;--text:#e6e8ea;--soft:#a3abb3;--line:#363c43;--old:#63b8ee;--new:#ff9a4d;--weight:#98a1ab;--good:#4cc79c;--bad:#ff8a80;--warn:#ffc266;--warnbg:#2c2414;--evidence:#cf9df0;--inside:#14171a}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--bg);color:var(--text);font:15px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;overflow-wrap:anywhere}
main{max-width:984px;margin:0 auto;padding:36px 32px 64px}
h1{font-size:27px;line-height:1.25;font-weight:650;margin:0 0 8px;letter-spacing:-.01em}
h2{font-size:19px;line-height:1.3;font-weight:650;margin:52px 0 14px;padding-top:20px;border-top:1px solid var(--line)}
h3{font-size:15px;font-weight:650;margin:30px 0 8px}
p{margin:0 0 10px;max-width:76ch}
a{color:var(--old)}
code,pre,.mono{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:.88em}
pre{margin:6px 0 0;padding:10px 12px;background:var(--panel);white-space:pre-wrap;border-radius:4px;max-height:420px;overflow:auto}
.kicker{color:var(--soft);margin:0 0 10px}
.verdict{border-left:5px solid var(--soft);padding:2px 0 2px 20px;margin:0 0 26px}
.verdict.good{border-color:var(--good)}.verdict.bad{border-color:var(--bad)}.verdict.warn{border-color:var(--warn)}
.verdict .word{font-weight:700;letter-spacing:.05em;font-size:14px;margin:0 0 4px}
.good .word,.s-passed,.s-pass,.s-verified{color:var(--good)}
.bad .word,.s-failed,.s-fail,.s-error{color:var(--bad)}
.warn .word,.s-rolled-back,.s-warn,.s-inconclusive{color:var(--warn)}
.s-skipped,.s-running{color:var(--soft)}
.next{color:var(--text);margin:6px 0 0}
.facts{display:grid;grid-template-columns:repeat(3,minmax(0,1fr));gap:14px 28px;margin:0 0 24px}
.facts div{min-width:0}
dt{color:var(--soft);font-size:13px}
dd{margin:0;unicode-bidi:isolate}
.command{background:var(--panel);border-radius:4px;padding:12px 14px;margin:0 0 8px}
.command span{display:block;color:var(--soft);font-size:13px}
.command code{user-select:all;white-space:pre-wrap}
.loud{background:var(--warnbg);border-left:5px solid var(--warn);padding:12px 16px;margin:0 0 24px}
.loud strong{color:var(--warn)}
.loud ul{margin:6px 0 0;padding-left:20px}
table{border-collapse:collapse;width:100%;margin:8px 0 4px;font-variant-numeric:tabular-nums}
th,td{text-align:left;vertical-align:top;padding:7px 24px 7px 0;border-bottom:1px solid var(--line);unicode-bidi:isolate}
th{font-weight:600;color:var(--soft);font-size:13px}
@media screen and (min-width:900px){th,.status{overflow-wrap:normal}th:first-child,td:first-child{min-width:7.5em}}
tr>:last-child{padding-right:0}
.n{text-align:right}
td.n{white-space:nowrap}
.status{white-space:nowrap;font-weight:600;font-size:14px}
.legend{display:flex;flex-wrap:wrap;gap:4px 22px;margin:0 0 10px;font-size:13.5px;color:var(--soft)}
.legend i{display:inline-block;width:22px;height:0;border-top:3px solid;margin-right:7px;vertical-align:4px}
.legend .old i{border-color:var(--old);border-top-style:dashed}.legend .new i{border-color:var(--new)}
.legend b{font-weight:600;color:var(--text)}
figure{margin:0 0 22px}
svg.plot{display:block;width:100%;height:auto;overflow:hidden;font:12px system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;font-variant-numeric:tabular-nums}
svg.narrow,svg.medium{display:none}
svg text{fill:var(--text)}
svg .tick,svg .caption,svg .row-label{fill:var(--soft)}
svg .caption{font-weight:600;font-size:12.5px;fill:var(--text)}
svg .grid{stroke:var(--line);stroke-width:1}
svg .axis{stroke:var(--soft);stroke-width:1}
svg .line{fill:none;stroke-width:2;stroke-linejoin:round;stroke-linecap:round}
svg .line.baseline{stroke:var(--old);stroke-dasharray:5 4}svg .line.candidate{stroke:var(--new)}
svg .dot.baseline{fill:var(--old)}svg .dot.candidate{fill:var(--new)}
svg .line.weight{stroke:var(--weight)}svg .area.weight{fill:var(--weight);opacity:.14}
svg .line.evidence{stroke:var(--evidence)}svg .dot.evidence{fill:var(--evidence)}
svg .bar.baseline{fill:var(--old)}svg .bar.candidate{fill:var(--new)}
svg .mark{stroke:var(--soft);stroke-width:1;stroke-dasharray:1 3}
svg .mark.rollback{stroke:var(--bad);stroke-width:1.5;stroke-dasharray:none}
svg .mark-label{fill:var(--soft)}svg .mark-label.rollback{fill:var(--bad);font-weight:600}
svg .zone{fill:var(--evidence);opacity:.06}
svg .threshold{stroke:var(--bad);stroke-width:1.5;stroke-dasharray:7 4}
svg .threshold-label{fill:var(--bad)}svg .threshold-label,svg .crossing-label,svg .mark-label{paint-order:stroke;stroke:var(--bg);stroke-width:3px;stroke-linejoin:round}
svg .crossing{fill:var(--bg);stroke:var(--bad);stroke-width:2}svg .crossing-label{fill:var(--bad);font-weight:600}
svg .band{fill:transparent}svg .band:hover{fill:var(--text);opacity:.06}
svg .stage{fill:var(--soft)}svg .stage.passed{fill:var(--good)}svg .stage.failed{fill:var(--bad)}svg .stage.rolled-back{fill:var(--warn)}
svg .value{fill:var(--text)}svg .value.inside{fill:var(--inside)}
svg .moment{fill:var(--soft)}svg .moment.shift{fill:var(--new)}svg .moment.rollback{fill:var(--bad)}svg .moment.verdict{fill:var(--evidence)}
details{margin:12px 0}
details.rollout{margin:52px 0 0;padding-top:20px;border-top:1px solid var(--line)}details.rollout>summary{font-size:19px;line-height:1.3;font-weight:650;color:var(--text)}
.shift-key{color:var(--new)}.verdict-key{color:var(--evidence)}.rollback-key{color:var(--bad)}
summary{cursor:pointer;color:var(--soft)}
footer{margin-top:56px;padding-top:16px;border-top:1px solid var(--line);color:var(--soft);font-size:13px}
@media(max-width:959px){svg.wide{display:none}svg.medium{display:block}.facts{grid-template-columns:repeat(2,minmax(0,1fr))}}
@media(max-width:599px){
main{padding:22px 16px 48px}
h1{font-size:21px}.verdict{padding-left:14px}
svg.medium{display:none}svg.narrow{display:block;max-width:480px}
.facts{grid-template-columns:minmax(0,1fr);gap:4px}.facts div{display:grid;grid-template-columns:104px minmax(0,1fr);gap:10px}
table.cards thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
table.cards,table.cards tbody,table.cards tr,table.cards td{display:block;width:100%}
table.cards tr{border-bottom:1px solid var(--line);padding:8px 0}
table.cards td{border:0;padding:1px 0;text-align:left;white-space:normal;display:grid;grid-template-columns:104px minmax(0,1fr);gap:10px}
table.cards td::before{content:attr(data-label);color:var(--soft);font-size:13px;font-weight:400}
table.cards td:empty{display:none}
table.cards td:first-child:not(.n){font-weight:600}
}
@media print{
:root{--bg:#fff;--panel:#f6f7f8;--text:#000;--soft:#444;--line:#bbb;--old:#0068a8;--new:#c24a00;--weight:#6b7280;--good:#0a6b4d;--bad:#b3261e;--warn:#8a5300;--warnbg:#fff;--evidence:#7a3e9d;--inside:#fff}
main{max-width:none;padding:0}svg.medium{display:block}svg.wide,svg.narrow{display:none}figure,tr{break-inside:avoid}
}
`
