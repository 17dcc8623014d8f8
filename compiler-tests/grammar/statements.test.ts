import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { FeatParser } from '../../grammar/parser/file.js';
import { contextualWords } from '../../grammar/tokens.js';
import { only, parseGood, show, showWindow, withoutSpans } from './helpers.js';

const name = (text: string, quoted = false): object => ({ kind: 'name', text, quoted, placeholders: [], missing: false });

describe('the grammar', () => {
  it('has no ambiguity and no left recursion', () => {
    expect(() => new FeatParser(true)).not.toThrow();
  });

  it('reads every construct', () => {
    const text = readFileSync(new URL('every-construct.feat', import.meta.url), 'utf8');
    const { declarations } = parseGood(text);
    const kinds = declarations.map((d) => d.kind);
    expect(kinds.filter((k) => k === 'source')).toHaveLength(9);
    expect(kinds.filter((k) => k === 'view')).toHaveLength(10);
    expect(kinds).not.toContain('broken');
  });

  it('reads every construct with CRLF and CR line ends alike', () => {
    const text = readFileSync(new URL('every-construct.feat', import.meta.url), 'utf8');
    const lf = withoutSpans(parseGood(text).declarations);
    const normal = (json: unknown): string => JSON.stringify(json).replaceAll('\\r\\n', '\\n').replaceAll('\\r', '\\n');
    expect(normal(withoutSpans(parseGood(text.replaceAll('\n', '\r\n')).declarations))).toBe(normal(lf));
    expect(normal(withoutSpans(parseGood(text.replaceAll('\n', '\r')).declarations))).toBe(normal(lf));
  });
});

describe('sources', () => {
  const items = (body: string): readonly unknown[] => only(`source s {\n${body}\n}`, 'source').items.map(withoutSpans);

  it('reads where rows come from', () => {
    expect(items('from shop.orders')).toEqual([{ kind: 'from', origin: { kind: 'tableOrigin', name: { kind: 'qualifiedName', parts: [name('shop'), name('orders')] } } }]);
    expect(items("from parquet 's3://x/*.parquet'")).toEqual([{ kind: 'from', origin: { kind: 'fileOrigin', format: 'parquet', path: { kind: 'text', value: 's3://x/*.parquet' } } }]);
    expect(items("from csv 'a.csv'")).toMatchObject([{ origin: { kind: 'fileOrigin', format: 'csv' } }]);
    expect(items('from sql postgres """select \'"\' from x"""')).toMatchObject([{ origin: { kind: 'sqlOrigin', dialect: { text: 'postgres' }, text: 'select \'"\' from x' } }]);
    expect(items('from parquet')).toMatchObject([{ origin: { kind: 'tableOrigin' } }]);
    expect(items('from sql\n  rows events')).toMatchObject([{ origin: { kind: 'tableOrigin' } }, { kind: 'rows' }]);
  });

  it('points at the raw SQL between its quotes', () => {
    const text = 'source s { from sql x """\n select 1\n""" }';
    const [item] = only(text, 'source').items;
    if (item?.kind !== 'from' || item.origin.kind !== 'sqlOrigin') throw new Error('expected SQL');
    expect(text.slice(item.origin.textSpan.start, item.origin.textSpan.end)).toBe('\n select 1\n');
  });

  it('reads what a row is', () => {
    expect(items('rows events')).toEqual([{ kind: 'rows', shape: { kind: 'events' } }]);
    expect(items('rows versions of a, b newest by c')).toEqual([{ kind: 'rows', shape: { kind: 'versions', of: [name('a'), name('b')], newestBy: [name('c')] } }]);
    expect(items('rows intervals until c')).toEqual([{ kind: 'rows', shape: { kind: 'intervals', until: name('c') } }]);
    expect(items('rows snapshots every 1d')).toMatchObject([{ shape: { kind: 'snapshots', every: { digits: '1', unit: 'd' } } }]);
    expect(items('rows current immutable [a, b]')).toEqual([{ kind: 'rows', shape: { kind: 'current', immutable: [name('a'), name('b')] } }]);
    expect(items('rows current')).toEqual([{ kind: 'rows', shape: { kind: 'current', immutable: [] } }]);
  });

  it('tells the clock of an interval\'s end from the clock of the source by the line', () => {
    expect(items('rows intervals until c known k')).toMatchObject([{ kind: 'rows', shape: { known: { value: { kind: 'ref' } } } }]);
    expect(items('rows intervals until c\nknown k')).toMatchObject([{ kind: 'rows' }, { kind: 'known', entries: [{ value: { kind: 'ref' } }] }]);
    expect(items('rows intervals until c known k\nknown j')).toHaveLength(2);
  });

  it('reads both clocks', () => {
    expect(items("time event_ts in 'UTC'")).toMatchObject([{ kind: 'time', always: false, value: { kind: 'ref' }, zone: { kind: 'text', value: 'UTC' } }]);
    expect(items('time always')).toEqual([{ kind: 'time', always: true }]);
    expect(items("time always in 'UTC'")).toMatchObject([{ kind: 'time', always: false }]);
    expect(items('time ts in tz_column')).toMatchObject([{ zone: { kind: 'ref' } }]);
    expect(items('known same as time')).toEqual([{ kind: 'known', sameAsTime: true, entries: [] }]);
    expect(items('known event_ts + 10min')).toMatchObject([{ sameAsTime: false, entries: [{ value: { kind: 'binary', op: '+' } }] }]);
    expect(items("known a in 'UTC', or ts + 5min before '2025-03-15'")).toMatchObject([
      { entries: [{ zone: { value: 'UTC' } }, { value: { kind: 'binary' }, before: { kind: 'text', value: '2025-03-15' } }] },
    ]);
    expect(items('known end of day + 6h')).toMatchObject([{ entries: [{ value: { kind: 'binary', left: { kind: 'boundary', edge: 'end', unit: 'day' } } }] }]);
  });

  it('reads the other clauses', () => {
    expect(items('late at most 3d')).toMatchObject([{ kind: 'late', atMost: { digits: '3' } }]);
    expect(items('settle 1min')).toMatchObject([{ kind: 'settle', length: { unit: 'min' } }]);
    expect(items('ties by a, b')).toEqual([{ kind: 'ties', by: [name('a'), name('b')] }]);
    expect(items('id risk_id')).toEqual([{ kind: 'id', columns: [name('risk_id')] }]);
    expect(items("partition ds = date(ts in 'UTC')")).toMatchObject([{ kind: 'partition', column: { text: 'ds' }, value: { kind: 'call' } }]);
    expect(items('retention 800d')).toMatchObject([{ kind: 'retention', length: { digits: '800' } }]);
    expect(items('complete until max(ingested_at)')).toMatchObject([{ kind: 'complete', forever: false, until: { kind: 'call' } }]);
    expect(items('complete until now - 1h')).toMatchObject([{ until: { kind: 'binary', op: '-' } }]);
    expect(items('complete forever')).toEqual([{ kind: 'complete', forever: true }]);
    expect(items('where not a in (1)')).toMatchObject([{ kind: 'where', condition: { kind: 'unary', op: 'not' } }]);
    expect(items('a = b * c')).toMatchObject([{ kind: 'derived', name: { text: 'a' }, value: { kind: 'binary' } }]);
    expect(items("allow FT4012 'why'")).toEqual([{ kind: 'allow', code: name('FT4012'), reason: { kind: 'text', value: 'why' } }]);
  });

  it('reads columns with their types and docs', () => {
    const [columns] = only('source s { columns {\n  /// in euro\n  /// net\n  amount: decimal(12,2)\n  "Delivery Zone": array(string) } }', 'source').items;
    expect(withoutSpans(columns)).toEqual({
      kind: 'columns',
      columns: [
        { kind: 'column', doc: { kind: 'doc', text: 'in euro\nnet' }, name: name('amount'), type: { kind: 'type', name: name('decimal'), args: [{ kind: 'typeNumber', text: '12' }, { kind: 'typeNumber', text: '2' }] } },
        { kind: 'column', name: name('Delivery Zone', true), type: { kind: 'type', name: name('array'), args: [{ kind: 'type', name: name('string'), args: [] }] } },
      ],
    });
  });

  it('reads joins', () => {
    expect(items('join risk as r on user_id = buyer_id, c = x.y at ts - 7d { tier as t, n }')).toMatchObject([
      {
        kind: 'join', view: { text: 'risk' }, alias: { text: 'r' },
        on: [{ key: { text: 'user_id' } }, { key: { text: 'c' }, value: { kind: 'ref', parts: [{ text: 'x' }, { text: 'y' }] } }],
        at: { kind: 'binary', op: '-' },
        features: { all: false, items: [{ name: { text: 'tier' }, alias: { text: 't' } }, { name: { text: 'n' } }] },
      },
    ]);
    expect(items('join risk { * except a, b }')).toMatchObject([{ on: [], features: { all: true, except: [{ text: 'a' }, { text: 'b' }] } }]);
    expect(items('join risk { * }')).toMatchObject([{ features: { all: true, except: [] } }]);
    expect(items('join risk')[0]).not.toHaveProperty('features');
  });

  it('reads unions, with and without a body', () => {
    expect(withoutSpans(only('source v union of a, b', 'union'))).toEqual({ kind: 'union', name: name('v'), members: [name('a'), name('b')], items: [] });
    expect(only('source v union of a, b { x = y }', 'union').items).toHaveLength(1);
  });
});

describe('views', () => {
  const items = (body: string): readonly unknown[] => only(`view v for e from s {\n${body}\n}`, 'view').items.map(withoutSpans);

  it('reads heads', () => {
    expect(withoutSpans(only('view v for user on a = b, c from orders {}', 'view'))).toMatchObject({
      subject: { kind: 'entityRef', entity: { text: 'user' } }, on: [{ key: { text: 'a' } }, { value: { kind: 'ref' } }], from: { kind: 'sourceRef', source: { text: 'orders' } },
    });
    expect(only('view v for all from orders { }', 'view').subject.kind).toBe('everyone');
    expect(only('view v for user from sql duckdb """ select 1 """ { n: int64 }', 'view')).toMatchObject({ from: { kind: 'sqlOrigin', text: ' select 1 ' }, items: [{ kind: 'column' }] });
  });

  it('reads settings', () => {
    expect(items("owner 'a'")).toEqual([{ kind: 'owner', owner: { kind: 'text', value: 'a' } }]);
    expect(items('tags [a, b]')).toEqual([{ kind: 'tags', tags: [name('a'), name('b')] }]);
    expect(items('refresh every 15min delay 1min')).toMatchObject([{ every: { kind: 'duration', digits: '15' }, delay: { digits: '1' } }]);
    expect(items("refresh every day at 02:30 in 'UTC'")).toEqual([{ kind: 'refresh', every: { kind: 'calendarTick', unit: 'day', at: '02:30', zone: { kind: 'text', value: 'UTC' } } }]);
    expect(items('refresh every hour')).toEqual([{ kind: 'refresh', every: { kind: 'calendarTick', unit: 'hour' } }]);
    expect(items('stale after 1h')).toMatchObject([{ kind: 'stale', after: { digits: '1' } }]);
    expect(items('ttl 30d')).toMatchObject([{ kind: 'ttl', includingStart: false }]);
    expect(items('ttl 30d including start')).toMatchObject([{ kind: 'ttl', includingStart: true }]);
    expect(items('online\nhistory off\nfreshness 30min\nstrategy fan_out')).toMatchObject([{ kind: 'online' }, { kind: 'history', on: false }, { kind: 'freshness' }, { kind: 'strategy', name: { text: 'fan_out' } }]);
  });

  it('reads tools and checks', () => {
    expect(items('use t(a, [1h, 24h])')).toMatchObject([{ kind: 'use', template: { text: 't' }, args: [{ kind: 'ref' }, { kind: 'list' }] }]);
    expect(items('use t')).toMatchObject([{ kind: 'use', args: [] }]);
    expect(items("each $s in ['a', 'b'] { n_$s = count() where x = $s over 7d }")).toMatchObject([
      { kind: 'each', variable: 's', in: { kind: 'list' }, items: [{ kind: 'feature', name: { text: 'n_$s', placeholders: [{ name: 's', from: 2, to: 4 }] } }] },
    ]);
    expect(items('latest * except (a, b)')).toEqual([{ kind: 'latestAll', except: [name('a'), name('b')] }]);
    expect(items('latest *')).toEqual([{ kind: 'latestAll', except: [] }]);
    expect(items('expect f(a) < 0.05 else warn')).toMatchObject([{ kind: 'expect', otherwise: 'warn' }]);
    expect(items('expect a between 0 and 1')).toMatchObject([{ kind: 'expect', otherwise: 'fail', condition: { kind: 'between' } }]);
  });

  it('reads names with holes in braces', () => {
    expect(only('template t($w) { n_${w}_x = count() over $w }', 'template')).toMatchObject({
      params: [{ name: 'w' }], items: [{ name: { text: 'n_${w}_x', placeholders: [{ name: 'w', from: 2, to: 6 }] } }],
    });
  });

  it('reads several features on one line', () => {
    const view = only('template t($w) { n = count() over $w    spend = sum(a) over $w default 0 }', 'template');
    expect(view.items.map((i) => (i.kind === 'feature' ? show(i.value) : i.kind))).toEqual(['<count() ; over $w>', '<sum(a) ; over $w ; default 0>']);
  });

  it('takes a deeper line for a clause of the feature above it', () => {
    const view = only('view v for e from s {\n  f = count()\n    where a = 1\n    over 30d\n}', 'view');
    expect(view.items).toHaveLength(1);
    const [f] = view.items;
    if (f?.kind !== 'feature' || f.value.kind !== 'windowed' || f.value.over === undefined) throw new Error('expected a window');
    expect(f.value.over.windows.map(showWindow)).toEqual(['30d']);
  });
});

describe('sets, requests and tests', () => {
  it('reads train', () => {
    const set = only(`set s {
  train on ml.labels at ts in 'UTC' {
    label y known k in 'UTC'
    label z
    keep a, b
    exclude own id
    where ts >= '2025-01-01'
    values as served
    columns { y: bool }
  }
  input amount: decimal(12,2)
  f = amount / buyer.avg
}`, 'set');
    expect(withoutSpans(set.items)).toMatchObject([
      {
        kind: 'train', on: { kind: 'tableOrigin' }, at: { kind: 'ref' }, zone: { value: 'UTC' },
        items: [
          { kind: 'label', column: { text: 'y' }, known: { kind: 'ref' }, zone: { value: 'UTC' } },
          { kind: 'label', column: { text: 'z' } },
          { kind: 'keep', columns: [{ text: 'a' }, { text: 'b' }] },
          { kind: 'own', mode: 'exclude', id: [{ text: 'id' }] },
          { kind: 'where' },
          { kind: 'values', mode: 'served' },
          { kind: 'columns' },
        ],
      },
      { kind: 'input', name: { text: 'amount' }, type: { name: { text: 'decimal' } } },
      { kind: 'feature' },
    ]);
  });

  it('reads tables with quoted, empty and odd cells', () => {
    const test = only(`test 'it''s' {
  given ml.orders
    | id | "Delivery Zone" | note     | // behind
    | 1  |                 | 'a | b'  |
    // between
    | 2  | null            | x // y   |
  then v at 2025-01-02 10:00:00.5
    | id |
  then w at '2025-01-02T10:00Z'
    | id |
  then s
    | id |
}`, 'test');
    expect(test.title.value).toBe("it's");
    expect(withoutSpans(test.items)).toEqual([
      {
        kind: 'given',
        source: { kind: 'qualifiedName', parts: [name('ml'), name('orders')] },
        table: {
          kind: 'table',
          columns: [name('id'), name('Delivery Zone', true), name('note')],
          rows: [
            { kind: 'row', cells: [{ kind: 'cell', form: 'bare', text: '1' }, { kind: 'cell', form: 'empty', text: '' }, { kind: 'cell', form: 'quoted', text: 'a | b' }] },
            { kind: 'row', cells: [{ kind: 'cell', form: 'bare', text: '2' }, { kind: 'cell', form: 'bare', text: 'null' }, { kind: 'cell', form: 'bare', text: 'x // y' }] },
          ],
        },
      },
      { kind: 'then', target: name('v'), at: { kind: 'instant', text: '2025-01-02 10:00:00.5' }, table: { kind: 'table', columns: [name('id')], rows: [] } },
      { kind: 'then', target: name('w'), at: { kind: 'instant', text: '2025-01-02T10:00Z' }, table: { kind: 'table', columns: [name('id')], rows: [] } },
      { kind: 'then', target: name('s'), table: { kind: 'table', columns: [name('id')], rows: [] } },
    ]);
  });
});

describe('words of the language as names', () => {
  it.each(contextualWords)('%s', (word) => {
    const text = `source s {
  from a.${word}
  rows events
  ties by ${word}
  columns {
    ${word}: string
    b: int64
  }
  ${word} = b
  c = ${word}
  d = b + ${word} * 2
  where ${word} = 'x' and ${word} is not null
}
view v for e on ${word} from s {
  where ${word} > 1
  ${word} = sum(${word}) where ${word} = 1 over 30d
  f = latest(${word})
  ${word}_2 = count() over 1d default 0
  ${word} = f / ${word}
}
set t {
  join v as ${word} on ${word} { ${word}, f as ${word} }
  g = ${word}.f
}`;
    const { declarations } = parseGood(text);
    const [source, view] = declarations;
    if (source?.kind !== 'source' || view?.kind !== 'view') throw new Error('expected a source and a view');
    expect(source.items.map((i) => i.kind)).toEqual(['from', 'rows', 'ties', 'columns', 'derived', 'derived', 'derived', 'where']);
    expect(view.items.map((i) => i.kind)).toEqual(['where', 'feature', 'feature', 'feature', 'feature']);
  });
});
