#ifndef CKERNELS_H
#define CKERNELS_H

#include <stdint.h>

// The few hot loops of HipZoo. All arrays are contiguous float32 in row-major order; a function whose
// name ends in `_backward` adds to the gradients that it is given. Counts are int64_t.

// ---- Elementwise functions of one argument (elementwise.c)

typedef enum {
  CK_EXP, CK_LOG, CK_TANH, CK_SIGMOID, CK_SILU, CK_RELU, CK_GELU, CK_SOFTPLUS, CK_SQUARE, CK_SQRT, CK_ABS,
  CK_SIN, CK_COS
} ck_function;

void ck_apply(ck_function f, const float *x, float *y, int64_t n);
// d, the gradient of y, becomes that of x
void ck_apply_backward(ck_function f, const float *x, const float *y, float *d, int64_t n);

// y = a x + b
void ck_affine(float a, const float *x, float b, float *y, int64_t n);
// y += a x
void ck_add_scaled(float a, const float *x, float *y, int64_t n);

// ---- Arithmetic of two arguments with broadcasting (broadcast.c)

typedef enum { CK_ADD, CK_SUBTRACT, CK_MULTIPLY, CK_DIVIDE } ck_operator;

// `a_strides` and `b_strides` are 0 along the axes where that argument is repeated.
void ck_combine(ck_operator op, int rank, const int64_t *shape, const int64_t *a_strides,
                const int64_t *b_strides, const float *a, const float *b, float *y);
void ck_combine_backward(ck_operator op, int rank, const int64_t *shape, const int64_t *a_strides,
                         const int64_t *b_strides, const float *a, const float *b, const float *dy,
                         float *da, float *db);

// y = or += a b, number by number
void ck_multiply(const float *a, const float *b, float *y, int64_t n, int overwrites);
// y *= a
void ck_multiply_in_place(const float *a, float *y, int64_t n);

// ---- Rows (rows.c)

void ck_fill_rows(const float *row, float *y, int64_t rows, int64_t columns);
// dr += sum of the rows of dy
void ck_sum_rows(const float *dy, float *dr, int64_t rows, int64_t columns);
// y = softmax(scale x) along each row; the first row sees `seen` columns and each further one a column more
void ck_softmax(const float *x, float scale, int64_t seen, float *y, int64_t rows, int64_t columns);
// dx += scale y (dy - sum(dy y))
void ck_softmax_backward(const float *y, const float *dy, float scale, float *dx, int64_t rows, int64_t columns);
// `statistics` receives mean and reciprocal deviation of each row, [rows, 2]
void ck_layer_norm(const float *x, const float *gain, const float *bias, float epsilon, float *y,
                   float *statistics, int64_t rows, int64_t columns);
// dx = ... where `overwrites` is set
void ck_layer_norm_backward(const float *x, const float *gain, const float *statistics, const float *dy,
                            float *dx, int overwrites, float *dgain, float *dbias, int64_t rows, int64_t columns);
// y [columns] = the largest, or the smallest, of each column of x [rows, columns], of which there is one row or more; what
// is not a number is larger and smaller than all numbers
void ck_extreme(const float *x, int is_largest, float *y, int64_t rows, int64_t columns);
// dx += dy, shared by those numbers of a column that are y; not a number where y is not
void ck_extreme_backward(const float *x, const float *y, const float *dy, float *dx, int64_t rows, int64_t columns);
// the sum of squared differences, in double
double ck_squared_error(const float *a, const float *b, int64_t n);
double ck_sum_of_squares(const float *a, int64_t n);
double ck_sum(const float *a, int64_t n);
// y[i, j, :] = x[j, i, :] for x [rows, columns, width]
void ck_transpose(const float *x, float *y, int64_t rows, int64_t columns, int64_t width);

// ---- Counter-based random numbers: Philox 4x32-10 (random.c)

// A mask depends on what it is for: seed, step, layer and trial.
typedef struct {
  uint64_t seed;
  uint32_t step, layer, trial;
} ck_key;

void ck_philox(uint64_t key, const uint32_t counter[4], uint32_t out[4]);
// y = x / (1 - p) where the number of the element is kept, else 0; y may be x
void ck_dropout(ck_key key, float p, const float *x, float *y, int64_t n);
// dx += the same mask times dy
void ck_dropout_backward(ck_key key, float p, const float *dy, float *dx, int64_t n);

// ---- Dropout of attention probabilities, which are not negative: a dropped one is kept with a minus sign, so that
// the backward pass needs neither a mask nor the random numbers again (random.c, rows.c)

// x is signed, y = x / (1 - p) or 0
void ck_attention_dropout(ck_key key, float p, float *x, float *y, int64_t n);
// y = keep x, or 0 where x carries a minus sign
void ck_attention_kept(const float *x, float keep, float *y, int64_t n);
// d comes in as the gradient of what was kept of the probabilities p and goes out as that of the softmax's argument
void ck_attention_softmax_backward(const float *p, float keep, float scale, float *d, int64_t rows, int64_t columns);

// ---- Recurrences, one time step for all rows (recurrence.c)

// gates [rows, 4 hidden] in the order i f g o, activated in place; c, h [rows, hidden]; c_before may be null (zero)
void ck_lstm_cell(float *gates, const float *c_before, float *c, float *h, int64_t rows, int64_t hidden);
// gates (activated) become their gradients; dc [rows, hidden] goes in as dL/dc_t and comes out as dL/dc_{t-1}
void ck_lstm_cell_backward(float *gates, const float *c_before, const float *c, const float *dh, float *dc,
                           int64_t rows, int64_t hidden);
// gates [rows, 3 hidden] in the order r z n holds the inputs' part, recurrent [rows, 3 hidden] the state's part;
// gates become activated
void ck_gru_cell(float *gates, const float *recurrent, const float *h_before, float *h, int64_t rows,
                 int64_t hidden);
// dh goes in as dL/dh_t and comes out as the part that passes straight to h_{t-1}; gates become the gradients
// of the inputs' part, recurrent those of the state's part
void ck_gru_cell_backward(float *gates, float *recurrent, const float *h_before, float *dh, int64_t rows,
                          int64_t hidden);

// ---- Matrix products (product.c)

// how many numbers a register holds: 16 with AVX-512, 8 with AVX2, 4
int ck_register_width(void);
// c [rows, columns] = or += a b, where element (i, j) of a matrix stands at i * first stride + j * second stride; a bias
// [columns] is added to every row where c is overwritten
void ck_product(const float *a, int64_t a_row_stride, int64_t a_k_stride, const float *b, int64_t b_k_stride,
                int64_t b_column_stride, float *c, int64_t c_stride, int64_t rows, int64_t columns, int64_t inner,
                int overwrites, const float *bias);

// A weight that every time step uses again is packed once.
int64_t ck_packed_size(int64_t outputs, int64_t inputs);
// weight(o, k) stands at o * output_stride + k * input_stride
void ck_pack(const float *weight, int64_t output_stride, int64_t input_stride, float *packed, int64_t outputs,
             int64_t inputs);
// y [rows, outputs] += x [rows, inputs] W^T
void ck_packed_product(const float *x, int64_t x_stride, const float *packed, float *y, int64_t y_stride,
                       int64_t rows, int64_t outputs, int64_t inputs);

// ---- Depthwise convolution along frames, channels innermost (convolution.c)

// y = or += weight [channels, kernel] over the frames that are taps[j] away; frames outside 0..<frames are zero, or wrap
// when `circular`. With direction -1 the taps look the other way, which makes the gradient of x from that of y.
void ck_depthwise(const float *x, const float *weight, const float *bias, const int64_t *taps, int64_t kernel,
                  int direction, int circular, float *y, int64_t frames, int64_t channels, int overwrites);
void ck_depthwise_weight_gradient(const float *x, const int64_t *taps, int64_t kernel, int circular, const float *dy,
                                  float *dweight, int64_t frames, int64_t channels);
// columns[row, channel, j] = x[row * stride + taps[j], channel] for a slice of `width` channels out of `channels`
void ck_unfold(const float *x, const int64_t *taps, int64_t kernel, int circular, int64_t stride, float *columns,
               int64_t rows, int64_t frames, int64_t channels, int64_t width);
void ck_unfold_backward(const float *dcolumns, const int64_t *taps, int64_t kernel, int circular, int64_t stride,
                        float *dx, int64_t rows, int64_t frames, int64_t channels, int64_t width);

// ---- Pooling along frames, channels innermost: windows of taps as above; what lies outside is not counted (pooling.c)

// y [rows, channels] = the largest number of each window, the first of equal ones; not a number where one is not.
// `places` receives the frames that they stand in.
void ck_max_pool(const float *x, const int64_t *taps, int64_t kernel, int circular, int64_t stride, float *y,
                 int32_t *places, int64_t rows, int64_t frames, int64_t channels);
void ck_max_pool_backward(const int32_t *places, const float *dy, float *dx, int64_t rows, int64_t channels);
// y [rows, channels] = the mean of each window
void ck_average_pool(const float *x, const int64_t *taps, int64_t kernel, int circular, int64_t stride, float *y,
                     int64_t rows, int64_t frames, int64_t channels);
void ck_average_pool_backward(const float *dy, const int64_t *taps, int64_t kernel, int circular, int64_t stride,
                              float *dx, int64_t rows, int64_t frames, int64_t channels);

// ---- Two or three arguments of one shape, number by number (pairs.c)

typedef enum {
  CK_MINIMUM, CK_MAXIMUM, CK_POWER, CK_LESS, CK_LESS_EQUAL, CK_GREATER, CK_GREATER_EQUAL, CK_EQUAL
} ck_pair;

void ck_pair_apply(ck_pair op, const float *a, const float *b, float *y, int64_t n);
// `da` or `db` may be null; comparisons have no gradient
void ck_pair_backward(ck_pair op, const float *a, const float *b, const float *y, const float *dy, float *da, float *db,
                      int64_t n);
// y = a where the condition is not 0, else b
void ck_choose(const float *condition, const float *a, const float *b, float *y, int64_t n);
// d += dy where the condition is not 0, or where it is
void ck_choose_backward(const float *condition, int where_true, const float *dy, float *d, int64_t n);
// y = x within low and high; what is not a number stays
void ck_clamp(float low, float high, const float *x, float *y, int64_t n);
void ck_clamp_backward(float low, float high, const float *x, const float *dy, float *dx, int64_t n);
// y = x to the power of p
void ck_power(const float *x, float p, float *y, int64_t n);
void ck_power_backward(const float *x, float p, const float *dy, float *dx, int64_t n);

// ---- Axes (axes.c)

// y, contiguous in `shape`, from x with the given strides
void ck_permute(int rank, const int64_t *shape, const int64_t *strides, const float *x, float *y);
void ck_permute_backward(int rank, const int64_t *shape, const int64_t *strides, const float *dy, float *dx);
// y [rows, columns] = or += the sums of the rows up to each one, in double; from the last row on where `reversed` is set
void ck_cumulative_sum(const float *x, int reversed, int overwrites, float *y, int64_t rows, int64_t columns);

// ---- Selective scan of one trial (scan.c)

// x, delta, y [frames, channels]; a [channels, states]; b, c [frames, states]; d [channels]. `starts` receives
// the states that the backward pass starts from, ck_selective_scan_starts(...) numbers; it may be null.
int64_t ck_selective_scan_starts(int64_t frames, int64_t channels, int64_t states);
void ck_selective_scan(const float *x, const float *delta, const float *a, const float *b, const float *c,
                       const float *d, float *y, float *starts, int64_t frames, int64_t channels, int64_t states);
// dx, ddelta, db and dc are overwritten; da and dd are added to. `scratch` holds
// ck_selective_scan_scratch(channels, states) numbers.
int64_t ck_selective_scan_scratch(int64_t channels, int64_t states);
void ck_selective_scan_backward(const float *x, const float *delta, const float *a, const float *b, const float *c,
                                const float *d, const float *starts, const float *dy, float *dx, float *ddelta,
                                float *da, float *db, float *dc, float *dd, float *scratch, int64_t frames,
                                int64_t channels, int64_t states);

// ---- Optimiser (optimiser.c)

// One AdamW step (docs/semantics.md, section 6) on n numbers; `gradient` is multiplied by `clip` first.
void ck_adamw(float *weight, const float *gradient, float *m, float *v, float clip, double rate, double decay,
              double beta1, double beta2, float epsilon, double correction1, double correction2, int64_t n);

// ---- Waiting (waiting.c)

// Waits for some tens of cycles, or, when `yields`, lets another thread have the processor.
void ck_pause(int yields);

#endif
