// The two operations that PyTorch is slow at in bfloat16 on a CPU: depthwise convolution, and normalization with ReLU6, forward and
// backward. All images are [N, H, W, C] (channels last), C a multiple of 8; sums are kept in float32 and joined in double, in an order
// that does not depend on the number of threads. Built by kernels.py with g++, called through ctypes.

#include <cstdint>
#include <cstring>
#include <type_traits>
#include <vector>

namespace {

template <int L> struct Lanes {
  typedef float f __attribute__((vector_size(4 * L)));
  typedef uint32_t u __attribute__((vector_size(4 * L)));
  typedef uint16_t h __attribute__((vector_size(2 * L)));
};

template <int L> inline typename Lanes<L>::f load(const float* p) {
  typename Lanes<L>::f v;
  std::memcpy(&v, p, sizeof v);
  return v;
}

template <int L> inline typename Lanes<L>::f load(const uint16_t* p) {
  typename Lanes<L>::h v;
  std::memcpy(&v, p, sizeof v);
  return (typename Lanes<L>::f)(__builtin_convertvector(v, typename Lanes<L>::u) << 16);
}

template <int L> inline void store(float* p, typename Lanes<L>::f v) { std::memcpy(p, &v, sizeof v); }

// bfloat16 keeps the upper half of a float32: round to nearest, ties to even.
template <int L> inline void store(uint16_t* p, typename Lanes<L>::f v) {
  auto u = (typename Lanes<L>::u)v;
  u = (u + 0x7fff + ((u >> 16) & 1)) >> 16;
  auto h = __builtin_convertvector(u, typename Lanes<L>::h);
  std::memcpy(p, &h, sizeof h);
}

template <int L> inline typename Lanes<L>::f clip(typename Lanes<L>::f v) {
  v = v > 0.f ? v : v * 0.f;
  return v < 6.f ? v : v * 0.f + 6.f;
}

// Pixels are joined so that even 8 channels fill whole vectors: `joined` pixels make one period of `joined * C` values.
struct Period {
  int64_t joined, length, count;
  Period(int64_t pixels, int64_t channels) : joined(1) {
    while (joined < 8 && pixels % (2 * joined) == 0 && (joined * channels % 16 != 0 || joined * channels < 64)) joined *= 2;
    length = joined * channels, count = pixels / joined;
  }
  std::vector<float> repeat(const float* values, int64_t channels) const {
    std::vector<float> out(length);
    for (int64_t i = 0; i < length; i++) out[i] = values[i % channels];
    return out;
  }
};

// Runs f<L>(offset) over 0..length in blocks of 16 lanes, the rest in blocks of 8.
template <class F> inline void blocks(int64_t length, F&& f) {
  int64_t i = 0;
  for (; i + 16 <= length; i += 16) f(std::integral_constant<int, 16>(), i);
  if (i < length) f(std::integral_constant<int, 8>(), i);
}

constexpr int64_t CHUNK = 64;  // periods that are summed in float32 before they join the double

// Two sums per channel of values that term(L, offset) gives, deterministic for any number of threads.
template <class F> void reduce(const Period& p, int64_t channels, double* first, double* second, F&& term) {
  const int64_t chunks = (p.count + CHUNK - 1) / CHUNK;
  std::vector<float> parts(chunks * 2 * p.length);
#pragma omp parallel for schedule(static)
  for (int64_t chunk = 0; chunk < chunks; chunk++) {
    float* part = &parts[chunk * 2 * p.length];
    const int64_t from = chunk * CHUNK, to = from + CHUNK < p.count ? from + CHUNK : p.count;
    blocks(p.length, [&](auto lanes, int64_t i) {
      constexpr int L = lanes.value;
      typename Lanes<L>::f a{}, b{};
      for (int64_t k = from; k < to; k++) term(lanes, k * p.length + i, i, a, b);
      store<L>(part + i, a), store<L>(part + p.length + i, b);
    });
  }
  for (int64_t c = 0; c < channels; c++) first[c] = second[c] = 0;
  for (int64_t chunk = 0; chunk < chunks; chunk++)
    for (int64_t i = 0; i < p.length; i++) {
      first[i % channels] += parts[chunk * 2 * p.length + i];
      second[i % channels] += parts[(chunk * 2 + 1) * p.length + i];
    }
}

template <class T> void moments(const T* x, int64_t pixels, int64_t channels, float* mean, float* variance) {
  Period p(pixels, channels);
  std::vector<double> sum(channels), squares(channels);
  auto centre = p.repeat(std::vector<float>(channels).data(), channels);
  for (int64_t i = 0; i < p.length; i++) {  // a first guess of the mean, so that the difference below does not cancel
    float v;
    if constexpr (sizeof(T) == 4) v = x[i % channels];
    else { uint32_t u = uint32_t(x[i % channels]) << 16; std::memcpy(&v, &u, 4); }
    centre[i] = v;
  }
  reduce(p, channels, sum.data(), squares.data(), [&](auto lanes, int64_t at, int64_t i, auto& a, auto& b) {
    constexpr int L = lanes.value;
    auto v = load<L>(x + at) - load<L>(&centre[i]);
    a += v, b += v * v;
  });
  for (int64_t c = 0; c < channels; c++) {
    const double m = sum[c] / pixels, v = squares[c] / pixels - m * m;
    mean[c] = float(m + centre[c]), variance[c] = v > 0 ? float(v) : 0.f;
  }
}

template <class T> void normalize(const T* x, T* y, int64_t pixels, int64_t channels, const float* scale, const float* shift, bool relu) {
  Period p(pixels, channels);
  auto a = p.repeat(scale, channels), b = p.repeat(shift, channels);
#pragma omp parallel for schedule(static)
  for (int64_t k = 0; k < p.count; k++)
    blocks(p.length, [&](auto lanes, int64_t i) {
      constexpr int L = lanes.value;
      auto v = load<L>(x + k * p.length + i) * load<L>(&a[i]) + load<L>(&b[i]);
      store<L>(y + k * p.length + i, relu ? clip<L>(v) : v);
    });
}

// g = dy where 0 < y < 6; sums of g and of g * (x - mean).
template <class T>
void backward(const T* x, const T* dy, T* dx, int64_t pixels, int64_t channels, const float* gamma, const float* beta, const float* mean,
              const float* variance, float epsilon, bool relu, float* dgamma, float* dbeta) {
  Period p(pixels, channels);
  std::vector<float> scale(channels), shift(channels), inverse(channels), a(channels), b(channels), c(channels);
  for (int64_t i = 0; i < channels; i++) {
    inverse[i] = 1.f / __builtin_sqrtf(variance[i] + epsilon);
    scale[i] = gamma[i] * inverse[i], shift[i] = beta[i] - mean[i] * scale[i];
  }
  const auto scales = p.repeat(scale.data(), channels), shifts = p.repeat(shift.data(), channels), means = p.repeat(mean, channels);
  std::vector<double> sum(channels), product(channels);
  auto pass = [&](auto lanes, int64_t at, int64_t i) {
    constexpr int L = lanes.value;
    auto g = load<L>(dy + at);
    if (!relu) return g;
    auto y = load<L>(x + at) * load<L>(&scales[i]) + load<L>(&shifts[i]);
    typename Lanes<L>::f zero{};
    g = y > 0.f ? g : zero;
    return y < 6.f ? g : zero;
  };
  reduce(p, channels, sum.data(), product.data(), [&](auto lanes, int64_t at, int64_t i, auto& s, auto& t) {
    constexpr int L = lanes.value;
    auto g = pass(lanes, at, i);
    s += g, t += g * (load<L>(x + at) - load<L>(&means[i]));
  });
  for (int64_t i = 0; i < channels; i++) {
    dbeta[i] = float(sum[i]), dgamma[i] = float(product[i] * inverse[i]);
    // dx = scale * (g - mean(g) - xhat * mean(g * xhat)) = a g + b x + c
    a[i] = scale[i];
    b[i] = float(-scale[i] * inverse[i] * inverse[i] * product[i] / pixels);
    c[i] = float(-scale[i] * sum[i] / pixels - double(b[i]) * mean[i]);
  }
  const auto as = p.repeat(a.data(), channels), bs = p.repeat(b.data(), channels), cs = p.repeat(c.data(), channels);
#pragma omp parallel for schedule(static)
  for (int64_t k = 0; k < p.count; k++)
    blocks(p.length, [&](auto lanes, int64_t i) {
      constexpr int L = lanes.value;
      const int64_t at = k * p.length + i;
      store<L>(dx + at, load<L>(&as[i]) * pass(lanes, at, i) + load<L>(&bs[i]) * load<L>(x + at) + load<L>(&cs[i]));
    });
}

struct Shape {
  int64_t n, h, w, c, oh, ow;
};

// y[o] = sum over taps of x[o * stride + tap - K / 2] * kernel[tap]
template <class T, int K, int S> void depthwise(const T* x, const float* kernel, T* y, Shape s) {
  constexpr int P = K / 2;
#pragma omp parallel for schedule(static) collapse(2)
  for (int64_t n = 0; n < s.n; n++)
    for (int64_t oy = 0; oy < s.oh; oy++) {
      const int64_t top = oy * S - P;
      const int y0 = top < 0 ? int(-top) : 0, y1 = top + K > s.h ? int(s.h - top) : K;
      blocks(s.c, [&](auto lanes, int64_t c) {
        constexpr int L = lanes.value;
        for (int64_t ox = 0; ox < s.ow; ox++) {
          const int64_t left = ox * S - P;
          const T* from = x + ((n * s.h + top) * s.w + left) * s.c + c;
          typename Lanes<L>::f sum{};
          if (left >= 0 && left + K <= s.w) {
            for (int ky = y0; ky < y1; ky++)
#pragma GCC unroll 5
              for (int kx = 0; kx < K; kx++) sum += load<L>(from + (ky * s.w + kx) * s.c) * load<L>(kernel + (ky * K + kx) * s.c + c);
          } else {
            const int x0 = left < 0 ? int(-left) : 0, x1 = left + K > s.w ? int(s.w - left) : K;
            for (int ky = y0; ky < y1; ky++)
              for (int kx = x0; kx < x1; kx++) sum += load<L>(from + (ky * s.w + kx) * s.c) * load<L>(kernel + (ky * K + kx) * s.c + c);
          }
          store<L>(y + ((n * s.oh + oy) * s.ow + ox) * s.c + c, sum);
        }
      });
    }
}

// dx[i] = sum over the outputs that read i.
template <class T, int K, int S> void depthwise_input(const T* dy, const float* kernel, T* dx, Shape s) {
  constexpr int P = K / 2;
#pragma omp parallel for schedule(static) collapse(2)
  for (int64_t n = 0; n < s.n; n++)
    for (int64_t iy = 0; iy < s.h; iy++) {
      const int fy = int((iy + P) % S);  // taps of this parity reach the row
      blocks(s.c, [&](auto lanes, int64_t c) {
        constexpr int L = lanes.value;
        for (int64_t ix = 0; ix < s.w; ix++) {
          const int fx = int((ix + P) % S);
          typename Lanes<L>::f sum{};
          for (int ky = fy; ky < K; ky += S) {
            const int64_t oy = (iy + P - ky) / S;
            if (iy + P < ky || oy >= s.oh) continue;
            const T* row = dy + (n * s.oh + oy) * s.ow * s.c + c;
            for (int kx = fx; kx < K; kx += S) {
              const int64_t ox = (ix + P - kx) / S;
              if (ix + P < kx || ox >= s.ow) continue;
              sum += load<L>(row + ox * s.c) * load<L>(kernel + (ky * K + kx) * s.c + c);
            }
          }
          store<L>(dx + ((n * s.h + iy) * s.w + ix) * s.c + c, sum);
        }
      });
    }
}

// dkernel[tap] = sum over n and o of x[o * stride + tap - K / 2] * dy[o]
template <class T, int K, int S> void depthwise_kernel(const T* x, const T* dy, float* dkernel, Shape s) {
  constexpr int P = K / 2;
  const int64_t size = K * K * s.c;
  std::vector<float> parts(s.n * size);
#pragma omp parallel for schedule(static)
  for (int64_t n = 0; n < s.n; n++)
    blocks(s.c, [&](auto lanes, int64_t c) {
      constexpr int L = lanes.value;
      typename Lanes<L>::f sum[K * K]{};
      for (int64_t oy = 0; oy < s.oh; oy++) {
        const int64_t top = oy * S - P;
        for (int ky = 0; ky < K; ky++) {
          if (top + ky < 0 || top + ky >= s.h) continue;
          typename Lanes<L>::f row[K]{};
          for (int64_t ox = 0; ox < s.ow; ox++) {
            const int64_t left = ox * S - P;
            const T* from = x + ((n * s.h + top + ky) * s.w + left) * s.c + c;
            const auto g = load<L>(dy + ((n * s.oh + oy) * s.ow + ox) * s.c + c);
            if (left >= 0 && left + K <= s.w) {
#pragma GCC unroll 5
              for (int kx = 0; kx < K; kx++) row[kx] += g * load<L>(from + kx * s.c);
            } else {
#pragma GCC unroll 5
              for (int kx = 0; kx < K; kx++)
                if (left + kx >= 0 && left + kx < s.w) row[kx] += g * load<L>(from + kx * s.c);
            }
          }
          for (int kx = 0; kx < K; kx++) sum[ky * K + kx] += row[kx];
        }
      }
      for (int k = 0; k < K * K; k++) store<L>(&parts[n * size + k * s.c + c], sum[k]);
    });
  for (int64_t i = 0; i < size; i++) {
    double total = 0;
    for (int64_t n = 0; n < s.n; n++) total += parts[n * size + i];
    dkernel[i] = float(total);
  }
}

template <class T, int K, int S> void depthwise_any(int what, const void* a, const void* b, void* out, Shape s) {
  if (what == 0) depthwise<T, K, S>((const T*)a, (const float*)b, (T*)out, s);
  if (what == 1) depthwise_input<T, K, S>((const T*)a, (const float*)b, (T*)out, s);
  if (what == 2) depthwise_kernel<T, K, S>((const T*)a, (const T*)b, (float*)out, s);
}

template <class T> void depthwise_sizes(int what, int k, int stride, const void* a, const void* b, void* out, Shape s) {
  if (k == 3 && stride == 1) depthwise_any<T, 3, 1>(what, a, b, out, s);
  if (k == 3 && stride == 2) depthwise_any<T, 3, 2>(what, a, b, out, s);
  if (k == 5 && stride == 1) depthwise_any<T, 5, 1>(what, a, b, out, s);
  if (k == 5 && stride == 2) depthwise_any<T, 5, 2>(what, a, b, out, s);
}

// One row or column of a separable resampling: out = sum of taps weights[tap] * in[first + tap].
struct Taps {
  const int32_t* first;
  const float* weights;  // [size, taps]
  int64_t taps;
};

// One thread on purpose: it runs beside the training step.
void resample(const uint8_t* image, int64_t side, const float* lut, Taps rows, Taps columns, int64_t size, float* out) {
  std::vector<float> line(side * 3), source(side * side * 3);
  for (int64_t i = 0; i < side * side; i++)
    for (int64_t c = 0; c < 3; c++) source[i * 3 + c] = lut[c * 256 + image[i * 3 + c]];
  for (int64_t y = 0; y < size; y++) {
    for (auto& v : line) v = 0;
    for (int64_t t = 0; t < rows.taps; t++) {
      const float w = rows.weights[y * rows.taps + t];
      if (w == 0) continue;
      const float* from = &source[(rows.first[y] + t) * side * 3];
      for (int64_t i = 0; i < side * 3; i++) line[i] += w * from[i];
    }
    for (int64_t x = 0; x < size; x++) {
      float r = 0, g = 0, b = 0;
      for (int64_t t = 0; t < columns.taps; t++) {
        const float w = columns.weights[x * columns.taps + t];
        const float* from = &line[(columns.first[x] + t) * 3];
        r += w * from[0], g += w * from[1], b += w * from[2];
      }
      float* to = out + (y * size + x) * 3;
      to[0] = r, to[1] = g, to[2] = b;
    }
  }
}

}  // namespace

extern "C" {

// Images [n, side, side, 3] of bytes -> [n, size, size, 3]; lut [n, 3, 256] is applied before the resampling. `first + taps <= side`.
void fovea_resample(const uint8_t* images, int64_t n, int64_t side, const float* lut, const int32_t* row_first, const float* row_weights,
                    int64_t row_taps, const int32_t* column_first, const float* column_weights, int64_t column_taps, int64_t size, float* out) {
  for (int64_t i = 0; i < n; i++)
    resample(images + i * side * side * 3, side, lut + i * 768, {row_first, row_weights, row_taps},
             {column_first, column_weights, column_taps}, size, out + i * size * size * 3);
}

void fovea_moments(int half, const void* x, int64_t pixels, int64_t channels, float* mean, float* variance) {
  if (half) moments((const uint16_t*)x, pixels, channels, mean, variance);
  else moments((const float*)x, pixels, channels, mean, variance);
}

void fovea_normalize(int half, const void* x, void* y, int64_t pixels, int64_t channels, const float* scale, const float* shift, int relu) {
  if (half) normalize((const uint16_t*)x, (uint16_t*)y, pixels, channels, scale, shift, relu);
  else normalize((const float*)x, (float*)y, pixels, channels, scale, shift, relu);
}

void fovea_normalize_backward(int half, const void* x, const void* dy, void* dx, int64_t pixels, int64_t channels, const float* gamma,
                              const float* beta, const float* mean, const float* variance, float epsilon, int relu, float* dgamma,
                              float* dbeta) {
  if (half)
    backward((const uint16_t*)x, (const uint16_t*)dy, (uint16_t*)dx, pixels, channels, gamma, beta, mean, variance, epsilon, relu, dgamma, dbeta);
  else backward((const float*)x, (const float*)dy, (float*)dx, pixels, channels, gamma, beta, mean, variance, epsilon, relu, dgamma, dbeta);
}

// what: 0 forward (a = x, b = kernel), 1 input gradient (a = dy, b = kernel), 2 kernel gradient (a = x, b = dy); kernels are [K * K, C].
void fovea_depthwise(int half, int what, int k, int stride, const void* a, const void* b, void* out, int64_t n, int64_t h, int64_t w, int64_t c,
                     int64_t oh, int64_t ow) {
  Shape s{n, h, w, c, oh, ow};
  if (half) depthwise_sizes<uint16_t>(what, k, stride, a, b, out, s);
  else depthwise_sizes<float>(what, k, stride, a, b, out, s);
}
}
