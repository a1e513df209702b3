// The published JSON Schemas of the two files that cross a border, made from what reads them.
import { z } from 'zod';
import { STUDY_FORMAT, STUDY_VERSION, studySchema } from './definition.ts';
import { SUBMISSION_FORMAT, SUBMISSION_VERSION, submissionSchema } from './submission.ts';

/** By the name of the file. Draft 2020-12; what it cannot say is in `rules/`. */
export function makeJsonSchemas(): Record<string, object> {
  return {
    [nameSchema(STUDY_FORMAT, STUDY_VERSION)]: publish(nameSchema(STUDY_FORMAT, STUDY_VERSION), studySchema),
    [nameSchema(SUBMISSION_FORMAT, SUBMISSION_VERSION)]: publish(
      nameSchema(SUBMISSION_FORMAT, SUBMISSION_VERSION),
      submissionSchema.meta({ title: 'What a participant of a Fovea study sends' }),
    ),
  };
}

function nameSchema(format: string, version: number): string {
  return `${format}-${version}.schema.json`;
}

/** Of what is read, not of what reading makes of it: keys that are let go are allowed. */
function publish(name: string, schema: z.ZodType): object {
  const { $schema, ...rest } = z.toJSONSchema(schema, { target: 'draft-2020-12', io: 'input' });
  return { $schema, $id: name, ...rest };
}
