import { describeDictionary } from '../dictionary.ts';

describeDictionary('consumer');
