import { describe, expect, it } from 'vitest';
import { applyAllows, finding, type AllowScope } from '../../src/compiler/diagnostics/index.js';

const at = (start: number, end: number, file = 'a.feat') => ({ file, start, end });
const retention = (start: number, end: number, file?: string) =>
  finding('FT4012', at(start, end, file), { feature: 'x', window: '800d', source: 's', retention: '30d' });
const allow = (code: string, over: Partial<AllowScope> = {}): AllowScope => ({
  code, codeSpan: at(50, 56), reason: 'because', span: at(44, 66), scope: at(10, 100), ...over,
});
const codes = (findings: readonly { code: string }[]) => findings.map((f) => f.code);

describe('allow', () => {
  it('silences its code inside its block only', () => {
    const found = [retention(10, 20), retention(90, 100), retention(9, 20), retention(90, 101), retention(10, 20, 'b.feat')];
    const { findings, allowed } = applyAllows(found, [allow('FT4012')]);
    expect(findings).toEqual([found[2], found[3], found[4]]);
    expect(allowed.map((a) => a.finding)).toEqual([found[0], found[1]]);
  });

  it('leaves other codes alone and reports that it silences nothing, with the fix that deletes it', () => {
    const other = finding('FT4016', at(10, 20), { source: 's', time: 't' });
    const { findings } = applyAllows([other], [allow('FT4012')]);
    expect(codes(findings)).toEqual(['FT4016', 'FT8010']);
    expect(findings[1]?.fixes[0]?.edits).toEqual([{ span: at(44, 66), text: '' }]);
  });

  it('is not called needless where an error in its block may be why the finding is not made', () => {
    const error = finding('FT4009', at(30, 40), { length: '0d' });
    expect(codes(applyAllows([error], [allow('FT4012')]).findings)).toEqual(['FT4009']);
    expect(codes(applyAllows([finding('FT4009', at(200, 210), { length: '0d' })], [allow('FT4012')]).findings)).toEqual(['FT4009', 'FT8010']);
  });

  it('counts each of two allows that cover one finding as used', () => {
    expect(applyAllows([retention(10, 20)], [allow('FT4012'), allow('FT4012', { scope: at(0, 200) })]).findings).toEqual([]);
  });

  it('never silences an error', () => {
    const error = finding('FT4009', at(10, 20), { length: '0d' });
    expect(codes(applyAllows([error], [allow('FT4009')]).findings)).toEqual(['FT4009', 'FT8012']);
  });

  it('proposes the code that was meant', () => {
    const { findings } = applyAllows([], [allow('FT40122')]);
    expect(codes(findings)).toEqual(['FT8011']);
    expect(findings[0]?.fixes.map((fix) => fix.edits[0]?.text)).toContain('FT4012');
  });

  it('wants a reason', () => {
    expect(codes(applyAllows([retention(10, 20)], [allow('FT4012', { reason: '  ' })]).findings)).toEqual(['FT8013']);
  });

  it('cannot silence the finding that it is unused', () => {
    expect(codes(applyAllows([], [allow('FT8010')]).findings)).toEqual(['FT8012']);
  });
});
