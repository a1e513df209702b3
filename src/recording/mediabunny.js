// The library that reads video files, without the types that come along with it: see mediabunny.d.ts.
export * from 'mediabunny';
