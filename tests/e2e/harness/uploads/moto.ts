// An S3-compatible server (moto, from PyPI) with a bucket, and addresses that AWS's own library signs.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  CreateBucketCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutBucketCorsCommand,
  PutObjectCommand,
  S3Client,
  type CORSConfiguration,
} from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { findFreePort, waitForPort } from './free-port.ts';

const PROJECT = fileURLToPath(new URL('../../../python', import.meta.url));
const DOCUMENTED_CORS = new URL('../../../../docs/collecting/s3-cors.json', import.meta.url);
const BUCKET = 'study';
const HOUR_S = 3600;
const MINUTE_MS = 60_000;
/** The first start on a machine fetches it. */
const LONGEST_START_MS = 3 * MINUTE_MS;

export type ObjectStore = {
  /** A presigned PUT of one key. */
  signPut(key: string): Promise<string>;
  /** A presigned POST to any key below a prefix; `{file}` in it stays. */
  signPost(key: string, prefix: string): Promise<{ url: string; fields: Record<string, string> }>;
  read(key: string): Promise<Buffer>;
  list(): Promise<string[]>;
  close(): Promise<void>;
};

export async function startObjectStore(): Promise<ObjectStore> {
  const port = await findFreePort();
  const server = spawn(
    'uv',
    ['run', '--project', PROJECT, 'moto_server', '-H', '127.0.0.1', '-p', String(port)],
    {
      stdio: 'ignore',
      // moto is uv's child: both end as a group.
      detached: true,
    },
  );
  const ended = new Promise((resolve) => server.once('exit', resolve));
  await waitForPort(port, LONGEST_START_MS);
  const client = new S3Client({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'us-east-1',
    forcePathStyle: true,
    credentials: { accessKeyId: 'lab', secretAccessKey: 'lab' },
    requestChecksumCalculation: 'WHEN_REQUIRED',
  });
  await client.send(new CreateBucketCommand({ Bucket: BUCKET }));
  const cors = JSON.parse(readFileSync(DOCUMENTED_CORS, 'utf8')) as CORSConfiguration;
  await client.send(new PutBucketCorsCommand({ Bucket: BUCKET, CORSConfiguration: cors }));
  return {
    signPut: (key) =>
      getSignedUrl(client, new PutObjectCommand({ Bucket: BUCKET, Key: key }), { expiresIn: HOUR_S }),
    signPost: (key, prefix) =>
      createPresignedPost(client, {
        Bucket: BUCKET,
        Key: key,
        Conditions: [['starts-with', '$key', prefix]],
        Expires: HOUR_S,
      }),
    async read(key) {
      const { Body } = await client.send(new GetObjectCommand({ Bucket: BUCKET, Key: key }));
      return Buffer.from(await Body!.transformToByteArray());
    },
    async list() {
      const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: BUCKET }));
      return Contents.map(({ Key }) => Key!);
    },
    async close() {
      client.destroy();
      process.kill(-server.pid!);
      await ended;
    },
  };
}
