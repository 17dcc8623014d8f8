/**
 * Where things stand in the `.feat` files, by name: what data does wrong is reported at the line that declared it. The
 * plan holds no places, so that it compares and hashes as plain data.
 */
import { parseFile } from '../../../grammar/index.js';
import { nowhere } from '../../compiler/diagnostics/index.js';
import type { SourceFile, Span } from '../../compiler/source/index.js';
import type { ColumnsClause, Declaration, SetDecl, SourceDecl, Train, UnionDecl, ViewDecl } from '../../compiler/syntax/ast.js';

export interface Places {
  /** The origin of a source, or its name. */
  readonly source: (name: string) => Span;
  /** A declared column of a source; the source where it is not found. */
  readonly sourceColumn: (source: string, column: string) => Span;
  readonly view: (name: string) => Span;
  /** Nowhere where no set has that name, broken ones included. */
  readonly set: (name: string) => Span;
  readonly feature: (view: string, feature: string) => Span;
  /** The examples' origin of a set. */
  readonly examples: (set: string) => Span;
  /** A column of the examples: where it is declared, or the first place that names it. */
  readonly examplesColumn: (set: string, column: string) => Span;
}

export function placesOf(files: readonly SourceFile[]): Places {
  const declarations = files.flatMap((file) => parseFile(file).ast.declarations);
  const named = <K extends Declaration['kind']>(kind: K, name: string): Extract<Declaration, { kind: K }> | undefined =>
    declarations.find((d): d is Extract<Declaration, { kind: K }> => d.kind === kind && 'name' in d && d.name.text === name);
  const source = (name: string): SourceDecl | UnionDecl | undefined => named('source', name) ?? named('union', name);
  const train = (set: string): Train | undefined => itemsOf(named('set', set)).find((item): item is Train => item.kind === 'train');
  const ofSource = (name: string): Span => {
    const declared = source(name);
    const from = declared?.items.find((item) => item.kind === 'from');
    return from?.kind === 'from' ? from.origin.span : (declared?.name.span ?? nowhere);
  };
  const ofExamples = (set: string): Span => train(set)?.on.span ?? named('set', set)?.name.span ?? nowhere;
  return {
    source: ofSource,
    sourceColumn: (name, column) => columnIn(source(name)?.items ?? [], column) ?? ofSource(name),
    view: (name) => named('view', name)?.name.span ?? nowhere,
    set: (name) => named('set', name)?.name.span ?? nowhere,
    feature: (view, feature) => featureIn(named('view', view), feature),
    examples: ofExamples,
    examplesColumn: (set, column) => {
      const declared = train(set);
      return (declared === undefined ? undefined : (columnIn(declared.items, column) ?? mentionOf(declared, column))) ?? ofExamples(set);
    },
  };
}

const itemsOf = (set: SetDecl | undefined): SetDecl['items'] => set?.items ?? [];

function columnIn(items: readonly { readonly kind: string }[], name: string): Span | undefined {
  const columns = items.find((item): item is ColumnsClause => item.kind === 'columns')?.columns ?? [];
  const found = columns.find((column) => column.kind === 'column' && column.name.text === name);
  return found?.span;
}

function mentionOf(train: Train, name: string): Span | undefined {
  const at = train.at.kind === 'zoned' ? train.at.operand : train.at;
  if (at.kind === 'ref' && at.parts.map((part) => part.text).join('.') === name) return at.span;
  for (const item of train.items) {
    if (item.kind === 'label' && item.column.text === name) return item.column.span;
    if (item.kind === 'keep') {
      const found = item.columns.find((column) => column.text === name);
      if (found !== undefined) return found.span;
    }
    if (item.kind === 'own') {
      const found = item.id.find((column) => column.text === name);
      if (found !== undefined) return found.span;
    }
  }
  return undefined;
}

/** The feature's own line; the view's name where it comes of a list of windows, a template or a loop. */
function featureIn(view: ViewDecl | undefined, name: string): Span {
  if (view === undefined) return nowhere;
  const features = view.items.filter((item) => item.kind === 'feature');
  const found = features.find((item) => item.name.text === name) ?? features.find((item) => name.startsWith(`${item.name.text}_`));
  return found?.name.span ?? view.name.span;
}
