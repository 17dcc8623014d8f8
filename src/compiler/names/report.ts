/**
 * How the checking passes tell what they found. A pass goes on after a mistake, so findings are handed to a sink
 * instead of being thrown, and a definition counts as whole when none of its own findings is an error.
 */
import { finding, type Finding } from '../diagnostics/finding.js';
import type { Span } from '../source/span.js';

/** Takes a finding. */
export type Report = (finding: Finding) => void;

/** A sink that passes findings on and remembers whether one of them was an error. */
export interface Watched {
  readonly report: Report;
  readonly broken: () => boolean;
}

/** Watches what a part of the work reports, so that its result can be left out of the plan. */
export function watch(report: Report): Watched {
  let broken = false;
  return {
    report: (f) => {
      if (f.severity === 'error') broken = true;
      report(f);
    },
    broken: () => broken,
  };
}

/** Says that a construct is part of the language and not compiled yet. */
export function notYet(construct: string, span: Span, report: Report): void {
  report(finding('FT6001', span, { construct }));
}
