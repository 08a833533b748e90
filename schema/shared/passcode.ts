/** Inputs of passcodes, the same for members and users. */
import type { InputFieldBuilder } from '../mutation.ts';
import { Locale } from './locale.ts';

/** The passcode itself. */
export const passcode = (t: InputFieldBuilder) =>
  t.string({ required: true, secret: true, description: 'The six digits of the passcode.' });

/** The language of the message that brings it. */
export const messageLocale = (t: InputFieldBuilder) =>
  t.field({ type: Locale, description: 'Language of the message; EN when not given.' });

/** The template of a mail, by whom it is for. */
export const passcodeTemplate = (t: InputFieldBuilder, whom: string) =>
  t.string({ description: `Template of the project for the mail to ${whom}; its default when not given.` });
