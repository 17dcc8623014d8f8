// FT6xxx: what is correct, and cannot be built: by this version of the compiler, or by a target of the project.

import { defineFindings } from './entry.js';

export const targetFindings = defineFindings({
  FT6001: {
    severity: 'error',
    title: 'Not yet',
    message: '{construct} is part of the language, and this version does not compile it yet.',
    why: 'No answer is better than a wrong one.',
    help: 'Leave it out for now; the documentation lists what this version compiles.',
  },
  FT6002: {
    severity: 'error',
    title: 'Target cannot compute it',
    message: 'The target `{target}` cannot compute {what}: {reason}.',
    why: 'A target that answers differently would break the promise that all agree.',
    help: 'Change the definition, or take the target out of feat.yaml.',
  },
  FT6003: {
    severity: 'error',
    title: 'Target cannot read the source',
    message: 'The target `{target}` cannot read {what}, which `{source}` comes from.',
    why: 'No data, no values.',
    help: 'Map the source to something that the target can read, in feat.yaml.',
  },
  FT6004: {
    severity: 'error',
    title: 'SQL of another engine',
    message: 'The raw SQL is written for {dialect}, this target speaks {actual}, and `{set}` reads it.',
    why: 'The same text means different things to different engines.',
    help: 'Write it in the language itself, or build it for a target that speaks {dialect}.',
  },
  FT6006: {
    severity: 'info',
    title: 'View of another engine',
    message: '`{view}` is SQL for {dialect}: targets that speak {actual} are built without it.',
    why: 'The same text means different things to different engines, and no set of the project reads this view.',
    help: 'Nothing to do, if other targets speak {dialect}. To have it everywhere, write it in the language itself.',
  },
  FT6005: {
    severity: 'error',
    title: 'Strategy does not apply',
    message: 'The strategy `{strategy}` cannot compute {what}: {reason}.',
    why: 'A strategy is used only where it is exact.',
    help: 'Take the pin out, and one that applies is chosen.',
  },
});
