// FT5xxx: objectives that cannot hold: how fresh a stored value is promised to be, against how often it is computed.

import { defineFindings } from './entry.js';

export const objectivesFindings = defineFindings({
  FT5001: {
    severity: 'error',
    title: 'Freshness cannot be met',
    message: 'The view promises values at most {freshness} old; refreshed every {every} with a delay of {delay}, they get {worst} old.',
    why: 'The alarm would ring all the time, and soon nobody would listen to it.',
    help: 'Refresh more often, or promise at least {worst}.',
  },
  FT5002: {
    severity: 'warning',
    title: 'Window shorter than four refreshes',
    message: '`{feature}` looks back {window}; its stored value is up to {worst} old.',
    why: 'A large part of such a window has passed when the value is read, so what is served differs much from what is exact.',
    help: 'Refresh more often, use a window of at least {least}, or train on `values as served` and allow this.',
  },
  FT5003: {
    severity: 'error',
    title: 'Online without refresh',
    message: 'The view `{view}` is `online` and has no `refresh`.',
    why: 'Nothing would ever write its values.',
    help: 'Add `refresh every 15min`.',
  },
  FT5004: {
    severity: 'error',
    title: 'Stale before it is replaced',
    message: 'Values count as stale after {stale}; refreshed every {every} with a delay of {delay}, they get {worst} old.',
    why: 'Between two refreshes all keys would read as null.',
    help: 'Refresh more often, or let values live longer than {worst}.',
  },
  FT5005: {
    severity: 'error',
    title: 'Freshness without refresh',
    message: 'The view `{view}` promises freshness and has no `refresh`.',
    why: 'What is never computed is never fresh.',
    help: 'Add `refresh every 15min`.',
  },
  FT5006: {
    severity: 'error',
    title: 'Not a period',
    message: 'A period of {length} is not possible.',
    why: 'Refreshes happen at whole multiples of the period.',
    help: 'Give it a length greater than zero.',
  },
  FT5007: {
    severity: 'warning',
    title: 'Delay shorter than settling',
    message: 'The view is published {delay} after each tick, and rows of `{source}` take {settle} to become readable.',
    why: 'A refresh waits until the rows can be read, so values come later than the definition says, and training as served reads them too early.',
    help: 'Write `refresh every {every} delay {settle}` or more.',
  },
  FT5009: {
    severity: 'info',
    title: 'Partition that leaves nothing out',
    message: '`{column}` is the day of `{time}`, which versions in `{source}` may change, so no partition can be left out.',
    why: 'A newer version in any partition may replace a row, whatever day it is of.',
    help: 'Cut the table by the day of its knowledge time; or, if `{time}` is the same in all versions, make it part of the version key.',
  },
  FT5008: {
    severity: 'info',
    title: 'Stored for ever',
    message: '`{feature}` reads all history, so no key is ever removed from the online store.',
    why: 'The store grows with every key that was ever seen.',
    help: 'Add `forget after 730d` to let keys without new rows go, which is part of the meaning offline too.',
  },
});
