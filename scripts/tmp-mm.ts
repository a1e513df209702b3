import * as tf from '@tensorflow/tfjs-core';
import { startNodeBackend } from './evaluate/node-model.ts';
await startNodeBackend('wasm');
async function t(name: string, f: () => tf.Tensor) {
  const times = [];
  for (let i=0;i<12;i++){ const s=performance.now(); const r=tf.tidy(f); await r.data(); r.dispose(); times.push(performance.now()-s);} 
  times.sort((a,b)=>a-b); console.log(name.padEnd(40), times[0]!.toFixed(2), times[6]!.toFixed(2));
}
for (const N of [128,512]) {
const q = tf.randomNormal([6,N,32]) as tf.Tensor3D, k = tf.randomNormal([6,N,32]) as tf.Tensor3D;
const kt = tf.transpose(k,[0,2,1]);
const s = tf.randomUniform([6,N,N]) as tf.Tensor3D;
await t(`${N} QK^T transposeB`, ()=>tf.matMul(q,k,false,true));
await t(`${N} QK pretransposed`, ()=>tf.matMul(q,kt));
await t(`${N} QK per head 2d`, ()=>tf.stack(tf.unstack(q).map((a,i)=>tf.matMul(a as tf.Tensor2D, tf.unstack(kt)[i] as tf.Tensor2D))));
await t(`${N} softmax`, ()=>tf.softmax(s));
await t(`${N} SV`, ()=>tf.matMul(s,k));
await t(`${N} SV per head`, ()=>{const ks=tf.unstack(k); return tf.stack(tf.unstack(s).map((a,i)=>tf.matMul(a as tf.Tensor2D, ks[i] as tf.Tensor2D)))});
const x = tf.randomNormal([N,192]) as tf.Tensor2D, w = tf.randomNormal([192,384]) as tf.Tensor2D;
await t(`${N} x W [192,384]`, ()=>tf.matMul(x,w));
await t(`${N} layernorm mean`, ()=>tf.mean(x,1,true));
}
