/** Apart from the code that needs it, so that it is not declared to whoever uses the package. */
import 'sonic-boom';

declare module 'sonic-boom' {
  interface SonicBoom {
    /** What it takes with `contentMode: 'buffer'`, which its own types leave out. */
    write(line: Buffer): boolean;
  }
}
