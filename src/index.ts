/**
 * `featlang`: one definition of a feature, the same values in training and in serving. The parts are also importable on
 * their own: `featlang/compiler` and `featlang/tooling` are pure, `featlang/runtime` connects.
 */
export * from './compiler/index.js';
export * from './tooling/index.js';
