/**
 * What is counted with each request, put down plainly and handed to prom-client later: that finds the place of each count by a
 * text made of its labels, which takes longer than all else it does.
 */
import { Counter, type CounterConfiguration, Histogram, type HistogramConfiguration } from 'prom-client';

type Labels<Name extends string> = Readonly<Record<Name, string>>;

/** One count of a tally. */
export interface CounterCell {
  count: number;
}

/** A counter whose counts are kept by those who count. */
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

  /** A count of its own for these labels; whoever asks for it keeps it. */
  cell(labels: Labels<Name>): CounterCell {
    const cell = { labels, count: 0 };
    this.#cells.push(cell);
    return cell;
  }
}

/** Values that are gathered, before they are handed over though nobody reads. */
const MOST = 1_000;

/** Values of a histogram that belong together. */
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

/** A histogram whose values are gathered by those who measure. */
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

  /** A series of its own for these labels; whoever asks for it keeps it. */
  series(labels: Labels<Name>): BufferedSeries<Name> {
    const series = new BufferedSeries(this.#histogram, labels);
    this.#series.push(series);
    return series;
  }
}

/** Finds what belongs to a key, or makes it. */
export function getOrCreate<Key, Value>(known: Map<Key, Value>, key: Key, make: () => Value): Value {
  const found = known.get(key);
  if (found !== undefined) return found;
  const made = make();
  known.set(key, made);
  return made;
}
