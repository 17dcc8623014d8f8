// Unions of sources: which columns they have, what they keep of their members, and what they refuse.
import { describe, expect, it } from 'vitest';
import { adviceOf, checkText, errorsOf, show, type Checked } from './project.js';

const source = (name: string, columns: string, rest = '', delay = '1min'): string =>
  `source ${name} { from shop.${name}  rows events  time ts in 'UTC'  known ts + ${delay}  settle 0s  columns { user_id: string  ts: timestamp  ${columns} } ${rest} }\n`;
const project = (union: string, web = 'page: string', app = 'screen: string', rest = ''): Checked => checkText(`entity user (user_id: string)
${source('web', web, "where page != 'x'")}${source('app', app, rest, '5min')}${union}`);
const columnsOf = ({ plan }: Checked): readonly string[] => (plan.sources.find(({ name }) => name === 'visits')?.columns ?? []).map(({ name, type }) => `${name}: ${type.kind}`);
const VIEW = 'view seen for user from visits { n = count() over 7d }';

describe('a union', () => {
  it('has the columns that all members have, whether declared or derived, and its branch', () => {
    const checked = project(`source visits union of web, app ${VIEW}`, 'page: string  agent: string', 'screen: string', 'page = screen');
    expect(errorsOf(checked)).toEqual([]);
    expect(columnsOf(checked)).toEqual(['user_id: string', 'ts: timestamp', 'page: string', 'branch: string']);
    expect(checked.plan.sources.find(({ name }) => name === 'visits')?.origin).toEqual({ kind: 'union', members: ['web', 'app'] });
    expect(checked.plan.views.map(({ name }) => name)).toEqual(['seen']);
  });

  it('widens numbers, and leaves out what does not fit', () => {
    expect(columnsOf(project('source visits union of web, app', 'page: string  n: int32', 'n: int64'))).toEqual(['user_id: string', 'ts: timestamp', 'n: int64', 'branch: string']);
    const apart = project('source visits union of web, app { where x > 1 }', 'page: string  x: int32', 'x: string');
    expect(adviceOf(apart)).toEqual(['FT3040 visits']);
    expect(errorsOf(apart)).toEqual(['FT2004 x']);
  });

  it('may have columns and a where of its own', () => {
    const checked = project("source visits union of web, app { is_app = branch = 'app'   where not is_app }");
    expect(errorsOf(checked)).toEqual([]);
    const visits = checked.plan.sources.find(({ name }) => name === 'visits');
    expect(visits?.derived.map(({ name, expression }) => [name, show(expression)])).toEqual([['is_app', "eq(branch, 'app':string):bool"]]);
  });

  it.each([
    ['source visits union of web, ap', ['FT2001 ap']],
    ['source visits union of web, web', ['FT2002 web']],
    ['source visits union of web, visits', ['FT2007 visits']],
    ['source visits union of web, app { where page = 1 }', ['FT2004 page']],
    ["source visits union of web, app { known ts + 1h }", ['FT1016 known ts + 1h']],
    ['source visits union of web, app { branch = user_id }', ['FT2002 branch']],
  ])('refuses %s', (text, expected) => {
    expect(errorsOf(project(text))).toEqual(expected);
  });
});
