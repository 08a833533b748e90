import { Button } from '../ui/parts.tsx';
import { authMethods, list } from '../ui/words.ts';
import type { StepProps } from './sign-in.tsx';
import { Title } from './title.tsx';

/** Of an organization that asks for a first factor which this page does not have. */
export function Elsewhere({ step: { organizationName, methods }, onStep }: StepProps<'elsewhere'>) {
  const ways = methods.map((method) => authMethods[method]);
  return (
    <div>
      <Title lead={ways.length > 0 ? `Its members sign in by ${list(ways)}, which this example leaves out.` : ''}>
        {`${organizationName} asks for another way`}
      </Title>
      <Button look="primary" onClick={() => onStep({ at: 'address' })}>
        Back to sign-in
      </Button>
    </div>
  );
}
