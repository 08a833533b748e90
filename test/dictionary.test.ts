import { describeDictionary } from './dictionary.ts';

describeDictionary('b2b');
