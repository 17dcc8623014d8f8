// One small project with a finding of each shape: a fix, a related place, several lines, another file, no file.

import { finding, nowhere, type Finding } from '../../../src/compiler/diagnostics/index.js';
import type { SourceFile, Span } from '../../../src/compiler/source/span.js';

export const text = `/// Buyers.
view a for user from orders {
\tavg_30d = avg(amuont) over 30d
  "名前" = sum(x)  over all
  b = 1
}
view A for user from orders { }
`;

export const file: SourceFile = { path: 'views/fraud x.feat', text };

/** The place of the n-th occurrence of a piece of the text. */
export function at(piece: string, nth = 0): Span {
  let start = text.indexOf(piece);
  for (let i = 0; i < nth; i += 1) start = text.indexOf(piece, start + 1);
  return { file: file.path, start, end: start + piece.length };
}

export const misspelt = finding('FT2004', at('amuont'), { source: 'orders', name: 'amuont' }, {
  fixes: [{ title: 'did you mean `amount`?', edits: [{ span: at('amuont'), text: 'amount' }] }],
});
export const twice = finding('FT2002', { ...at('A for'), end: at('A for').start + 1 }, { kind: 'view', name: 'A', scope: '' }, {
  related: [{ span: { ...at('a for'), end: at('a for').start + 1 }, message: '`a` is defined here' }],
});
export const severalLines = finding('FT4008', { ...at('view a'), end: at('}').end }, { view: 'a' });
export const wide = finding('FT2001', at('sum(x)'), { kind: 'column', name: 'x', scope: '' });
export const elsewhere = finding('FT4012', { file: 'feat.yaml', start: 3, end: 5 }, { feature: 'x', window: '800d', source: 'orders', retention: '30d' });
export const nowhereFound = finding('FT8008', nowhere, { path: '.' });

/** All of them, not in report order. */
export const findings: readonly Finding[] = [misspelt, twice, severalLines, wide, nowhereFound, elsewhere];
