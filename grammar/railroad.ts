/**
 * Railroad diagrams of the grammar as one page that loads nothing: static SVG, laid out here. A piece knows
 * its width and how far it reaches above and below its line; drawing follows the same walk.
 */
import { grammarRules, lexicalRules, type Piece } from './ebnf.js';

interface Drawing {
  readonly width: number;
  readonly up: number;
  readonly down: number;
  /** SVG with the line entering at (x, y) and leaving at (x + width, y) */
  readonly draw: (x: number, y: number) => string;
}

const radius = 8;
const gap = 14;
const boxHeight = 24;
const charWidth = 7.8;

/** The whole page. */
export function printRailroad(): string {
  const rules = grammarRules();
  const sections = rules.map(({ name, body }) => `<h2 id="${name}">${name}</h2>\n${svgOf(layOut(body))}`);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>The grammar of Featlang</title>
<style>
  body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 72rem; padding: 0 1rem; color: #1b1f24; background: #fff; }
  h2 { font: 600 15px ui-monospace, monospace; margin: 1.6rem 0 .2rem; }
  div.scroll { overflow-x: auto; }
  svg path { fill: none; stroke: #57606a; stroke-width: 1.5; }
  svg rect { stroke: #57606a; stroke-width: 1.2; fill: #fff; }
  svg rect.word { fill: #ddf4ff; }
  svg rect.token { fill: #fff8c5; }
  svg text { font: 13px ui-monospace, monospace; text-anchor: middle; fill: #1b1f24; }
  svg a text { fill: #0550ae; }
  pre { font: 13px/1.5 ui-monospace, monospace; white-space: pre-wrap; }
</style>
</head>
<body>
<h1>The grammar of Featlang</h1>
<p>Generated from the parser. Blue is written as it stands, yellow is a kind of token (at the end of the page), white is another rule.</p>
${sections.join('\n')}
<h2 id="tokens">Tokens</h2>
<pre>${escape(lexicalRules().join('\n'))}</pre>
</body>
</html>
`;
}

function svgOf(drawing: Drawing): string {
  const width = Math.ceil(drawing.width + 60);
  const height = Math.ceil(drawing.up + drawing.down + 12);
  const y = drawing.up + 6;
  const ends = `<path d="M10 ${y - 7}v14M10 ${y}h20M${30 + drawing.width} ${y}h20M${50 + drawing.width} ${y - 7}v14"/>`;
  return `<div class="scroll"><svg width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${ends}${drawing.draw(30, y)}</svg></div>`;
}

function layOut(piece: Piece): Drawing {
  switch (piece.kind) {
    case 'word':
      return box(piece.text, 'word');
    case 'token':
      return box(piece.name, 'token');
    case 'rule':
      return box(piece.name, 'rule');
    case 'sequence':
      return inSequence(piece.items.map(layOut));
    case 'choice':
      return stacked(piece.items.map(layOut));
    case 'option':
      return stacked([nothing, layOut(piece.item)]);
    case 'many': {
      const loop = looped(layOut(piece.item), piece.separator === undefined ? nothing : layOut(piece.separator));
      return piece.atLeastOne ? loop : stacked([nothing, loop]);
    }
  }
}

const nothing: Drawing = { width: 0, up: radius, down: radius, draw: () => '' };

function box(text: string, kind: 'word' | 'token' | 'rule'): Drawing {
  const width = Math.ceil(text.length * charWidth + 16);
  const half = boxHeight / 2;
  return {
    width,
    up: half,
    down: half,
    draw: (x, y) => {
      const rect = `<rect class="${kind}" x="${x}" y="${y - half}" width="${width}" height="${boxHeight}" rx="${kind === 'rule' ? 2 : 11}"/>`;
      const label = `<text x="${x + width / 2}" y="${y + 4}">${escape(text)}</text>`;
      return kind === 'rule' ? `${rect}<a href="#${text}">${label}</a>` : rect + label;
    },
  };
}

function inSequence(items: readonly Drawing[]): Drawing {
  const width = items.reduce((sum, item) => sum + item.width, 0) + gap * Math.max(0, items.length - 1);
  return {
    width,
    up: Math.max(radius, ...items.map((item) => item.up)),
    down: Math.max(radius, ...items.map((item) => item.down)),
    draw: (x, y) => {
      let at = x;
      return items.map((item, i) => {
        const line = i === 0 ? '' : `<path d="M${at} ${y}h${gap}"/>`;
        if (i > 0) at += gap;
        const drawn = line + item.draw(at, y);
        at += item.width;
        return drawn;
      }).join('');
    },
  };
}

// The first item lies on the line, the others below it.
function stacked(items: readonly Drawing[]): Drawing {
  const inner = Math.max(...items.map((item) => item.width));
  const width = inner + 4 * radius;
  const offsets: number[] = [];
  let depth = 0;
  items.forEach((item, i) => {
    depth += i === 0 ? 0 : item.up + 6;
    offsets.push(depth);
    depth += item.down;
  });
  return {
    width,
    up: items[0]?.up ?? radius,
    down: depth,
    draw: (x, y) => items.map((item, i) => {
      const down = offsets[i] ?? 0;
      const left = x + 2 * radius;
      const rest = inner - item.width;
      const enter = i === 0 ? `M${x} ${y}h${2 * radius}` : `M${x} ${y}a${radius} ${radius} 0 0 1 ${radius} ${radius}v${down - 2 * radius}a${radius} ${radius} 0 0 0 ${radius} ${radius}`;
      const leave = i === 0
        ? `M${left + item.width} ${y}h${rest + 2 * radius}`
        : `M${left + item.width} ${y + down}h${rest}a${radius} ${radius} 0 0 0 ${radius} ${-radius}v${-(down - 2 * radius)}a${radius} ${radius} 0 0 1 ${radius} ${-radius}`;
      return `<path d="${enter}"/>${item.draw(left, y + down)}<path d="${leave}"/>`;
    }).join(''),
  };
}

// The item on the line, the way back below it, through the separator.
function looped(item: Drawing, back: Drawing): Drawing {
  const inner = Math.max(item.width, back.width);
  const down = Math.max(item.down + back.up + 6, 2 * radius);
  return {
    width: inner + 4 * radius,
    up: item.up,
    down: down + back.down,
    draw: (x, y) => {
      const left = x + 2 * radius;
      const right = left + inner;
      const itemEnd = left + item.width;
      const backStart = left + (inner - back.width) / 2;
      return [
        `<path d="M${x} ${y}h${2 * radius}M${itemEnd} ${y}H${right + 2 * radius}"/>`,
        item.draw(left, y),
        `<path d="M${right} ${y}a${radius} ${radius} 0 0 1 ${radius} ${radius}v${down - 2 * radius}a${radius} ${radius} 0 0 1 ${-radius} ${radius}H${backStart + back.width}"/>`,
        back.draw(backStart, y + down),
        `<path d="M${backStart} ${y + down}H${left}a${radius} ${radius} 0 0 1 ${-radius} ${-radius}v${-(down - 2 * radius)}a${radius} ${radius} 0 0 1 ${radius} ${-radius}"/>`,
      ].join('');
    },
  };
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
