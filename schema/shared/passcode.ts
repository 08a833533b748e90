/** Inputs of passcodes that members and users share. */
import type { InputFieldBuilder } from '../mutation.ts';
import { Locale, SmsLocale } from './locale.ts';

/** The passcode. */
export const passcode = (t: InputFieldBuilder) =>
  t.string({ required: true, secret: true, description: 'The passcode: six digits.' });

/** Language of the message with the passcode. */
export const messageLocale = (t: InputFieldBuilder) =>
  t.field({ type: Locale, description: 'Language of the message. Default: EN.' });

/** Language of the text message with the passcode. */
export const textLocale = (t: InputFieldBuilder) =>
  t.field({ type: SmsLocale, description: 'Language of the text message. Default: EN.' });
