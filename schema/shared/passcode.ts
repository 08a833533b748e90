/** Inputs of passcodes, the same for members and users. */
import type { InputFieldBuilder } from '../mutation.ts';
import { Locale, SmsLocale } from './locale.ts';

/** The passcode itself. */
export const passcode = (t: InputFieldBuilder) =>
  t.string({ required: true, secret: true, description: 'The six digits of the passcode.' });

/** The language of the message that brings it. */
export const messageLocale = (t: InputFieldBuilder) =>
  t.field({ type: Locale, description: 'Language of the message; EN when not given.' });

/** The language of a text message that brings it. */
export const textLocale = (t: InputFieldBuilder) =>
  t.field({ type: SmsLocale, description: 'Language of the message. Default: EN.' });
