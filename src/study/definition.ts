// What a study is, as its file says it: format `fovea-study`, version 1. One schema reads it, types it, and is published as JSON Schema.
import { z } from 'zod';
import { DETAIL_LEVELS } from '../session/session-data.ts';
import { TARGET_COUNTS } from '../storage/groups.ts';

// The extension's policy forbids the code that zod would make of a schema; asked for before there is one.
z.config({ jitless: true });

export const STUDY_FORMAT = 'fovea-study';
export const STUDY_VERSION = 1;
/** What the file's name ends with. */
export const STUDY_FILE_END = '.fovea-study.json';

const MAX_TEXT = 20_000;
const MAX_ADDRESS = 2_000;
/** A picture to look at lies in the file itself, as a data URL. */
const MAX_PICTURE = 8_000_000;

const id = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,64}$/, 'must be letters, digits, "-" and "_", 64 at most')
  .describe('Names it within the study; never changed once data came in.');
const count = (most: number) => z.int().min(0).max(most);
const seconds = (most: number) => z.number().positive().max(most);

/** One text for everybody, or one for each of the study's languages. */
export const localTextSchema = z
  .union([z.string().max(MAX_TEXT), z.record(z.string().min(2).max(35), z.string().max(MAX_TEXT))])
  .meta({ id: 'LocalText', description: 'One text for all languages, or one for each, by BCP 47 tag.' });

const webAddress = z
  .string()
  .regex(/^https?:\/\/[^\s/?#]+[^\s]*$/, 'must be an address that begins with https:// or http://')
  .max(MAX_ADDRESS);

const pictureSchema = z.strictObject({
  dataUrl: z
    .string()
    .regex(
      /^data:image\/(png|jpeg|webp);base64,[A-Za-z0-9+/=]+$/,
      'must be a PNG, JPEG or WebP as a data URL',
    )
    .max(MAX_PICTURE),
  alt: localTextSchema.describe('What it shows, for the editor and the report.'),
});

const startSchema = z.union([
  z.strictObject({ url: webAddress }),
  z.strictObject({ picture: pictureSchema }),
]);

const successSchema = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('done') }).describe('The participant says that they are done.'),
    z
      .strictObject({ kind: z.literal('time'), afterS: seconds(3600) })
      .describe('The task ends by itself, as with a picture that is looked at for so long.'),
    z
      .strictObject({ kind: z.literal('url'), pattern: z.string().min(1).max(MAX_ADDRESS) })
      .describe('An address is reached; `*` stands for any characters.'),
    z
      .strictObject({
        kind: z.literal('click'),
        selector: z.string().min(1).max(2000),
        urlPattern: z.string().min(1).max(MAX_ADDRESS).optional(),
      })
      .describe('An element is clicked that the CSS selector finds.'),
  ])
  .describe('What ends the task well.');

const showIfSchema = z
  .strictObject({
    question: id,
    isAnyOf: z.array(z.union([z.string(), z.number()])).min(1),
  })
  .describe(
    'Asked only where an earlier question was answered with one of these (option ids, or scale points).',
  );

const wordsOf = z.string().min(1).max(1000);
const wordingSource = z
  .string()
  .min(1)
  .max(1000)
  .describe('Who showed that this translation measures the same, as a report cites it.');
const byLanguage = <T extends z.ZodType>(wording: T) =>
  z
    .record(z.string().min(2).max(35), wording)
    .optional()
    .describe('The researcher’s own translations, by BCP 47 tag; in other languages it is asked in English.');

const susWordingSchema = z
  .strictObject({
    source: wordingSource,
    statements: z.array(wordsOf).length(10).describe('In the order of the original.'),
    low: wordsOf.describe('“Strongly disagree”.'),
    high: wordsOf.describe('“Strongly agree”.'),
  })
  .meta({ id: 'SusWording' });
const tlxWordingSchema = z
  .strictObject({
    source: wordingSource,
    scales: z
      .array(z.strictObject({ name: wordsOf, asks: wordsOf, low: wordsOf, high: wordsOf }))
      .length(6)
      .describe('In the order of the original; of each the right end is the bad one.'),
  })
  .meta({ id: 'TlxWording' });

const questionBase = { id, prompt: localTextSchema, required: z.boolean(), showIf: showIfSchema.optional() };
const optionSchema = z.strictObject({ id, label: localTextSchema });

export const questionSchema = z
  .discriminatedUnion('kind', [
    z.strictObject({
      ...questionBase,
      kind: z.literal('single'),
      options: z.array(optionSchema).min(2).max(50),
    }),
    z.strictObject({
      ...questionBase,
      kind: z.literal('multiple'),
      options: z.array(optionSchema).min(1).max(50),
    }),
    z.strictObject({
      ...questionBase,
      kind: z.literal('likert'),
      points: z.int().min(2).max(11),
      lowLabel: localTextSchema,
      highLabel: localTextSchema,
    }),
    z
      .strictObject({ ...questionBase, kind: z.literal('sus'), translations: byLanguage(susWordingSchema) })
      .describe('The System Usability Scale: ten statements, five points each (Brooke 1996).'),
    z
      .strictObject({
        ...questionBase,
        kind: z.literal('nasa-tlx'),
        translations: byLanguage(tlxWordingSchema),
      })
      .describe(
        'NASA Task Load Index without weights ("raw TLX"): six scales of 21 steps (Hart & Staveland 1988).',
      ),
    z.strictObject({ ...questionBase, kind: z.literal('text'), maxLength: z.int().min(1).max(10_000) }),
  ])
  .meta({ id: 'Question' });

const areaBase = { id, name: z.string().min(1).max(200) };
const pageAreaSchema = z
  .strictObject({
    ...areaBase,
    selector: z.string().min(1).max(2000),
    urlPattern: z.string().min(1).max(MAX_ADDRESS),
  })
  .meta({
    id: 'Area',
    description: 'An area of interest: what the CSS selector finds on pages whose address fits.',
  });

const ofPicture = z.number().min(0).max(1);
const boxOfPicture = {
  xPicture: ofPicture,
  yPicture: ofPicture,
  widthPicture: z.number().gt(0).max(1),
  heightPicture: z.number().gt(0).max(1),
};
const pictureShapeSchema = z
  .discriminatedUnion('type', [
    z.strictObject({ type: z.literal('rectangle'), ...boxOfPicture }),
    z.strictObject({ type: z.literal('ellipse'), ...boxOfPicture }).describe('Fills its box.'),
    z.strictObject({
      type: z.literal('polygon'),
      points: z
        .array(z.strictObject({ xPicture: ofPicture, yPicture: ofPicture }))
        .min(3)
        .max(200),
    }),
  ])
  .describe('In fractions of the picture’s width and height, from its upper left corner.');
const pictureAreaSchema = z
  .strictObject({ ...areaBase, shape: pictureShapeSchema })
  .meta({ id: 'PictureArea', description: 'An area of interest on the task’s picture.' });

const areaSchema = z.union([pageAreaSchema, pictureAreaSchema]);

export const taskSchema = z
  .strictObject({
    id,
    title: localTextSchema,
    instructions: localTextSchema,
    start: startSchema,
    success: successSchema,
    timeLimitS: seconds(3600).optional().describe('The task ends unsuccessfully after so long.'),
    aois: z.array(areaSchema).max(200),
    questions: z.array(questionSchema).max(50).describe('Asked after the task.'),
  })
  .meta({ id: 'Task' });

const uploadSchema = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('tus'), url: webAddress }).describe('A tus 1.0 endpoint: resumable.'),
    z
      .strictObject({
        kind: z.literal('put'),
        url: z.string().min(1).max(MAX_ADDRESS),
        headers: z.record(z.string().max(200), z.string().max(4000)).optional(),
      })
      .describe(
        'HTTPS PUT: WebDAV, a presigned S3 PUT, or a plain server. `{file}` in the address stands for the name of the submission’s file; without it the address takes one submission.',
      ),
    z
      .strictObject({
        kind: z.literal('s3-post'),
        url: webAddress,
        fields: z.record(z.string().max(200), z.string().max(8000)),
      })
      .describe(
        'An S3-compatible presigned POST, whose policy lets many participants write under a prefix; `{file}` in a field stands for the name of the submission’s file.',
      ),
  ])
  .describe('Where submissions may be sent, by the participant’s click only.');

export const studySchema = z
  .strictObject({
    $schema: z.string().optional(),
    format: z.literal(STUDY_FORMAT),
    version: z.literal(STUDY_VERSION),
    id: id.describe('The study’s own, the same in all of its revisions.'),
    revision: z.int().min(1).describe('Rises with every change that participants could notice.'),
    languages: z
      .array(z.string().min(2).max(35))
      .min(1)
      .max(20)
      .describe('BCP 47 tags; the first is the default.'),
    title: localTextSchema,
    researcher: z.strictObject({
      name: z.string().min(1).max(200),
      institution: z.string().max(200).optional(),
      contact: z.string().min(1).max(500).describe('An email address or a web page.'),
    }),
    consent: z.strictObject({ version: z.string().min(1).max(50), text: localTextSchema }),
    screening: z.strictObject({
      minScreenWidthPx: count(20_000).optional(),
      minScreenHeightPx: count(20_000).optional(),
      light: z.enum(['refuse', 'warn']).describe('What happens where it is too dark for the camera.'),
      glasses: z.enum(['exclude', 'ask', 'skip']),
    }),
    measurement: z.strictObject({ targets: z.literal([...TARGET_COUNTS]) }),
    validation: z.strictObject({
      worstGrade: z
        .int()
        .min(1)
        .max(6)
        .describe('The gate: who is graded worse does the measurement again, or leaves.'),
      tries: z.int().min(1).max(5),
      below: z.enum(['leave', 'go-on']).describe('What happens after the last try.'),
    }),
    checks: z.strictObject({
      betweenTasks: z.boolean(),
      everyS: seconds(3600).optional().describe('Also within a task, once so much time has gone by.'),
      correctDrift: z.boolean(),
    }),
    order: z.enum(['fixed', 'random', 'latin-square']),
    tasks: z.array(taskSchema).min(1).max(100),
    questions: z.strictObject({
      before: z.array(questionSchema).max(50),
      after: z.array(questionSchema).max(50),
    }),
    recording: z.strictObject({
      detail: z.enum(DETAIL_LEVELS).describe('The most that leaves the participant’s machine.'),
      sites: z
        .array(
          z
            .string()
            .regex(/^(https?|\*):\/\/(\*|(\*\.)?[^/*\s]+)\/\*$/, 'must be like "https://shop.example/*"'),
        )
        .max(50)
        .describe('Recorded besides the sites that tasks start on.'),
    }),
    collection: z.strictObject({
      file: z.boolean().describe('Whether participants may save a file to hand over.'),
      upload: uploadSchema.optional(),
      recipient: z
        .string()
        .regex(/^age1[0-9a-z]{20,4000}$/, 'must be a public key as age writes it ("age1…")')
        .optional()
        .describe('The researcher’s public key: what leaves is encrypted to it. Required with an upload.'),
    }),
    retention: z.strictObject({
      text: localTextSchema.describe('What becomes of the data, in words for the participant.'),
      keepOnDeviceDays: z
        .int()
        .min(0)
        .max(3650)
        .describe('How long the participant’s own machine keeps what was sent.'),
    }),
  })
  .meta({ title: 'A Fovea study' });

export type LocalText = z.infer<typeof localTextSchema>;
export type StudyDefinition = z.infer<typeof studySchema>;
export type StudyTask = z.infer<typeof taskSchema>;
export type StudyArea = z.infer<typeof areaSchema>;
export type PictureArea = z.infer<typeof pictureAreaSchema>;
export type PictureShape = z.infer<typeof pictureShapeSchema>;
export type StudyQuestion = z.infer<typeof questionSchema>;
export type SusWording = z.infer<typeof susWordingSchema>;
export type TlxWording = z.infer<typeof tlxWordingSchema>;
export type StudyUpload = z.infer<typeof uploadSchema>;
