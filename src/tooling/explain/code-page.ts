// The documentation page of a finding, and the index of all. They are generated from the catalogue, so that the
// page never says other than the report; the examples are the fixtures that the tests check.

import { entryOf, findingCodes, type FindingCode } from '../../compiler/diagnostics/index.js';
import { visible } from '../report/visible.js';
import { examples, sharedExample } from './examples.js';
import { weightOf, withNamedHoles } from './explain-code.js';

/** What the families of codes are about, by the digit behind FT. */
export const families: readonly { readonly digit: string; readonly title: string }[] = [
  { digit: '1', title: 'The text itself' },
  { digit: '2', title: 'Names' },
  { digit: '3', title: 'Types' },
  { digit: '4', title: 'Time, knowledge and leakage' },
  { digit: '5', title: 'Objectives' },
  { digit: '6', title: 'What cannot be built' },
  { digit: '7', title: 'SQL in definitions' },
  { digit: '8', title: 'The project' },
  { digit: '9', title: 'Data' },
];

/** The page of one code, as Markdown. */
export function renderCodePage(code: FindingCode): string {
  const entry = withNamedHoles(entryOf(code));
  const shown = examples[code];
  const paragraphs = [
    `# ${code}: ${plain(entry.title)}`,
    weightOf(code),
    `> ${plain(entry.message)}`,
    '## Why',
    plain(entry.why),
    '## What to do',
    plain(entry.help),
    ...(shown === undefined ? [] : ['## Raises it', fence(shown.bad), '## Does not', fence(shown.good)]),
    '[All findings](README.md)',
  ];
  return `${paragraphs.join('\n\n')}\n`;
}

/** The page that lists all codes by family. */
export function renderCodeIndex(): string {
  const sections = families.map(({ digit, title }) => {
    const rows = findingCodes
      .filter((code) => code[2] === digit)
      .map((code) => `| [${code}](${code}.md) | ${entryOf(code).severity} | ${cell(entryOf(code).title)} |`);
    return [`## ${title}`, ['| code | weight | title |', '|---|---|---|', ...rows].join('\n')].join('\n\n');
  });
  const lead = 'Every finding has a code. `feat explain FT4003` shows on the terminal what its page says here. These pages are generated from the catalogue.';
  const prelude = ['## What the examples read', 'The examples of the pages are checked together with this:', fence(sharedExample)];
  return `${['# Findings', lead, ...sections, ...prelude].join('\n\n')}\n`;
}

// Outside of code spans Markdown would read <name> as HTML.
function plain(text: string): string {
  return text
    .split(/(`[^`]*`)/)
    .map((part) => (part.startsWith('`') ? part : part.replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/\*/g, '\\*')))
    .join('');
}

function cell(text: string): string {
  return plain(text).replace(/\|/g, '\\|');
}

function fence(example: string): string {
  return ['```feat', ...example.split('\n').map((line) => visible(line)), '```'].join('\n');
}
