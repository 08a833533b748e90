/**
 * Metrics of every request, buffered in plain objects and passed to prom-client when it collects: prom-client looks up
 * each value by a string built from its labels, which takes longer than the rest of its work.
 */
import { Counter, type CounterConfiguration, Histogram, type HistogramConfiguration } from 'prom-client';

type Labels<Name extends string> = Readonly<Record<Name, string>>;

/** The current value of a counter for one set of labels. */
export interface CounterCell {
  count: number;
}

/** A counter whose values are buffered in cells. */
export class BufferedCounter<Name extends string> {
  readonly #cells: (CounterCell & { readonly labels: Labels<Name> })[] = [];

  constructor(configuration: CounterConfiguration<Name>) {
    const cells = this.#cells;
    new Counter({
      ...configuration,
      collect() {
        this.reset();
        for (const { labels, count } of cells) this.inc(labels, count);
      },
    });
  }

  /** Creates a cell for these labels. The caller keeps it and must not create a second one for the same labels. */
  cell(labels: Labels<Name>): CounterCell {
    const cell = { labels, count: 0 };
    this.#cells.push(cell);
    return cell;
  }
}

/** Max buffered values of a series; beyond it they are passed on although no scrape has happened. */
const MOST = 1_000;

/** Buffered values of a histogram for one set of labels. */
export class BufferedSeries<Name extends string> {
  readonly #histogram: Histogram<Name>;
  readonly #labels: Labels<Name>;
  readonly #values: number[] = [];

  constructor(histogram: Histogram<Name>, labels: Labels<Name>) {
    this.#histogram = histogram;
    this.#labels = labels;
  }

  observe(value: number): void {
    if (this.#values.push(value) >= MOST) this.handOver();
  }

  handOver(): void {
    for (const value of this.#values) this.#histogram.observe(this.#labels, value);
    this.#values.length = 0;
  }
}

/** A histogram whose values are buffered in series. */
export class BufferedHistogram<Name extends string> {
  readonly #series: BufferedSeries<Name>[] = [];
  readonly #histogram: Histogram<Name>;

  constructor(configuration: HistogramConfiguration<Name>) {
    const all = this.#series;
    this.#histogram = new Histogram({
      ...configuration,
      collect() {
        for (const series of all) series.handOver();
      },
    });
  }

  /** Creates a series for these labels. The caller keeps it and must not create a second one for the same labels. */
  series(labels: Labels<Name>): BufferedSeries<Name> {
    const series = new BufferedSeries(this.#histogram, labels);
    this.#series.push(series);
    return series;
  }
}

/** Returns the value of a key, or creates it. */
export function getOrCreate<Key, Value>(known: Map<Key, Value>, key: Key, make: () => Value): Value {
  const found = known.get(key);
  if (found !== undefined) return found;
  const made = make();
  known.set(key, made);
  return made;
}
