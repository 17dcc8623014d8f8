// The house holds: arrows run one way, pure rooms are pure, engines are named only at home, and files stay small.
// Each rule is also shown to fail on something that breaks it.

import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { chainBetween, circleIn, forbiddenImports, importsOf, impureUses, readSource, roomOf, root, sourceFiles, wordsOf, type Import } from './project.js';
import { engineNames, longestFile, mayBeLong, mayNameEngines, neverReaches, rooms } from './rooms.js';

const files = sourceFiles('src', 'grammar');
const imports = files.flatMap((path) => importsOf(path));
const running = files.flatMap((path) => runningImports(path));
const pure = files.filter((path) => roomOf(path)?.effects !== true);
const local = (from: string, to: string): Import => ({ from, to, local: true });

// The files of a port may refer to each other, and the plan's data belongs to the room that makes it.
const port = (path: string): string => path.replace(/^(src\/runtime\/drivers)\/\w+\.ts$/, '$1/port').replace(/^src\/runtime\/(secrets|settings)\.ts$/, 'src/runtime/settings').replace(/^(src\/compiler\/temporal)\/.*$/, '$1');

// Types may refer to each other in a circle; modules that run may not.
function runningImports(path: string): readonly Import[] {
  const text = readSource(path).replace(/^(import|export) type [^;]*;/gms, '');
  return importsOf(path, text);
}

function edgesOf(each: readonly Import[], node: (path: string) => string): ReadonlyMap<string, ReadonlySet<string>> {
  const edges = new Map<string, Set<string>>();
  for (const { from, to } of each.filter((one) => one.local && node(one.from) !== node(one.to))) edges.set(node(from), (edges.get(node(from)) ?? new Set()).add(node(to)));
  return edges;
}

describe('the table of rooms', () => {
  it('names only rooms that it holds, and has no circle', () => {
    const paths = rooms.map(({ path }) => path);
    for (const room of rooms) for (const target of room.imports) expect(paths, `${room.path} -> ${target}`).toContain(target);
    expect(new Set(paths).size).toBe(paths.length);
    expect(circleIn(new Map(rooms.map(({ path, imports: targets }) => [port(path), new Set(targets.map(port).filter((target) => target !== port(path)))])))).toEqual([]);
  });
});

describe('imports', () => {
  it('every file is in a room', () => {
    expect(files.length).toBeGreaterThan(20);
    expect(files.filter((path) => roomOf(path) === undefined)).toEqual([]);
  });

  it('every import leads to a file', () => {
    const known = new Set(files);
    expect(imports.filter(({ to, local: here }) => here && !known.has(to) && !to.endsWith('.json')).map(({ from, to }) => `${from} -> ${to}`)).toEqual([]);
  });

  it('follow the arrows of the table', () => {
    expect(forbiddenImports(imports)).toEqual([]);
  });

  it('are caught when they run backwards, use a package of another room, or Node in a pure one', () => {
    expect(
      forbiddenImports([
        local('src/compiler/lowering/x.ts', 'src/compiler/dialects/y.ts'),
        { from: 'src/compiler/names/x.ts', to: 'pg', local: false },
        { from: 'src/tooling/report/x.ts', to: 'node:fs', local: false },
        local('src/elsewhere/x.ts', 'src/compiler/names/y.ts'),
        local('src/compiler/lowering/x.ts', 'src/compiler/temporal/plan.ts'),
      ]),
    ).toEqual([
      'src/compiler/lowering/x.ts -> src/compiler/dialects/y.ts: src/compiler/lowering may not import src/compiler/dialects',
      'src/compiler/names/x.ts -> pg: src/compiler/names may not use this package',
      'src/tooling/report/x.ts -> node:fs: src/tooling/report is pure',
      'src/elsewhere/x.ts is in no room',
    ]);
  });

  it.each(neverReaches)('$from never reaches $to: $because', ({ from, to }) => {
    expect(chainBetween(running, from, to).join(' -> ')).toBe('');
  });

  it('a forbidden chain is shown link by link', () => {
    const chain = [local('src/runtime/a.ts', 'src/compiler/artifacts/b.ts'), local('src/compiler/artifacts/b.ts', 'grammar/c.ts')];
    expect(chainBetween(chain, 'src/runtime', 'grammar')).toEqual(['src/runtime/a.ts', 'src/compiler/artifacts/b.ts', 'grammar/c.ts']);
  });

  it('dialects import no other dialect but the parent they declare', () => {
    const home = (path: string): string => /^src\/compiler\/dialects\/([^/]+)\//.exec(path)?.[1] ?? '';
    const parents: Readonly<Record<string, string>> = { redshift: 'postgres', databricks: 'spark' };
    const across = imports.filter(({ from, to }) => home(from) !== '' && home(to) !== '' && home(from) !== home(to) && parents[home(from)] !== home(to));
    expect(across.map(({ from, to }) => `${from} -> ${to}`)).toEqual([]);
  });

  it('go round in no circle, between rooms or files', () => {
    expect(circleIn(edgesOf(imports, (path) => port(roomOf(path)?.path ?? path)))).toEqual([]);
    expect(circleIn(edgesOf(running, (path) => path)).join(' -> ')).toBe('');
    expect(circleIn(edgesOf([local('a', 'b'), local('b', 'c'), local('c', 'a')], (path) => path))).toEqual(['a', 'b', 'c', 'a']);
  });

  it('keep the reference interpreter apart from what it judges', () => {
    const oracle = sourceFiles('compiler-tests/oracle').flatMap((path) => importsOf(path));
    expect(oracle.filter(({ to }) => to.startsWith('src/') || to.startsWith('grammar/')).map(({ from, to }) => `${from} -> ${to}`)).toEqual([]);
  });
});

describe('pure rooms', () => {
  it('use no clock, chance, zone or language of the host, and make no code', () => {
    expect(pure.flatMap((path) => impureUses(path))).toEqual([]);
    const bad = 'const a = Math.random(); const b = new Date(); Date.now(); x.localeCompare(y); new Intl.DateTimeFormat(); new Function("x"); eval("x"); new Intl.Segmenter();';
    expect(impureUses('x.ts', bad)).toHaveLength(7);
  });

  it('compile with no types of Node or the browser in scope', () => {
    const { status, stdout } = spawnSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.pure.json'], { cwd: root, encoding: 'utf8' });
    expect(stdout).toBe('');
    expect(status).toBe(0);
  });
});

const words = new Map(files.map((path) => [path, wordsOf(path)]));
const named = new RegExp(`(${engineNames.join('|')})`, 'gi');

function strangeEngines(path: string, text?: string): readonly string[] {
  if (Object.hasOwn(mayNameEngines, path)) return [];
  return (text === undefined ? (words.get(path) ?? []) : wordsOf(path, text)).flatMap(({ text: word, line }) => {
    const strange = [...word.matchAll(named)].map((match) => match[0].toLowerCase()).filter((engine) => !path.includes(engine.replace(/ql$/, '')));
    return strange.length === 0 ? [] : [`${path}:${String(line)}: ${strange.join(', ')}`];
  });
}

describe('engines', () => {
  it('are named in code only at home and in the registers', () => {
    expect(files.flatMap((path) => strangeEngines(path))).toEqual([]);
    expect(strangeEngines('src/x.ts', 'if (dialect === "DuckDB") f();\n// Postgres does\nconst postgresQuirk = `a ${b} redis`;')).toEqual(['src/x.ts:1: duckdb', 'src/x.ts:3: postgres', 'src/x.ts:3: redis']);
  });

  it('the registers that may name them exist or are not needed', () => {
    for (const path of Object.keys(mayNameEngines)) expect(roomOf(path), path).toBeDefined();
  });

  it('get SQL of features from the dialects and the printer alone', () => {
    const query = /\bselect\b[^]*\b(from|join|group by|partition by|over \()\b/i;
    const home = /^src\/compiler\/(sql|dialects|diagnostics)\/|^src\/tooling\/explain\/examples\.ts$/;
    const makers = files.filter((path) => !home.test(path)).flatMap((path) => (words.get(path) ?? []).filter(({ text, literal }) => literal && query.test(text) && !/information_schema|pg_catalog|duckdb_/i.test(text)).map(({ line }) => `${path}:${String(line)}`));
    expect(makers).toEqual([]);
  });
});

describe('files', () => {
  it(`have at most ${String(longestFile)} lines`, () => {
    const long = files.map((path) => ({ path, lines: readSource(path).split('\n').length })).filter(({ path, lines }) => lines > longestFile && !Object.hasOwn(mayBeLong, path));
    expect(long).toEqual([]);
  });

  it('open with their role', () => {
    expect(files.filter((path) => !/^(#!.*\n)?(\/\/|\/\*\*)/.test(readSource(path)))).toEqual([]);
  });

  it('say nothing of what is left to do, and silence no check of types', () => {
    // The words are put together so that this file does not hold them.
    const left = new RegExp(['TO', 'DO|FIX', 'ME|@ts-ig', 'nore|@ts-no', 'check|: an', 'y\\b|as an', 'y\\b'].join(''));
    expect(files.filter((path) => left.test(readSource(path).replace(/^\s*(\/\/|\*).*\bany\b.*$/gm, '')))).toEqual([]);
  });
});
