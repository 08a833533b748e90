/** A separate file, so that users of the package do not get this declaration. */
import 'sonic-boom';

declare module 'sonic-boom' {
  interface SonicBoom {
    /** Accepts buffers with `contentMode: 'buffer'`; the types of the package omit this. */
    write(line: Buffer): boolean;
  }
}
