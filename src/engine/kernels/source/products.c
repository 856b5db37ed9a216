#include "products.h"

enum {
  DEPTH = 8192 / PANEL,   // rows of a panel that are used again and again before the next: at most 32 KB
  DEPTH_TRANSPOSED = 128, // likewise rows of A and B of a product A^T B
#if defined(__wasm__)
  ROWS_TRANSPOSED = 96,   // rows of its result: their part of A stays in the caches
#else
  ROWS_TRANSPOSED = 192,
#endif
  STRIPS_TOGETHER = 2,    // for one or two rows, which alone would wait for their own sums
};

/** A tile of a product: C (+)= A B, or C (+)= A^T B. B of the first is dense: [k][vectors * VECTOR], a strip. */
typedef struct {
  int k;
  const float *a;
  ptrdiff_t a_stride; // from row to row of A
  const float *b;
  ptrdiff_t b_stride; // A^T B: from row to row of B; A B: from strip to strip, where it is about several
  float *c;
  ptrdiff_t c_stride;
  bool accumulate;
} Tile;

/** A tile of `rows` rows and `strips` strips of `vectors` vectors. All but the first argument: constants. */
INLINE void tile(const Tile *t, const int rows, const int vectors, const int strips, const bool transposed) {
  const ptrdiff_t a_row = transposed ? 1 : t->a_stride, a_next = transposed ? t->a_stride : 1;
  const ptrdiff_t b_next = transposed ? t->b_stride : vectors * VECTOR, b_strip = t->b_stride, stride = t->c_stride;
  const float *a = t->a, *b = t->b;
  float *c = t->c;
  vf sums[TILE_ROWS][STRIPS_TOGETHER * PANEL_VECTORS];
  UNROLLED for (int i = 0; i < rows; i++)
    UNROLLED for (int j = 0; j < strips * vectors; j++)
      sums[i][j] = t->accumulate ? load(c + i * stride + j * VECTOR) : splat(0);
  for (int k = t->k; k > 0; k--, a += a_next, b += b_next) {
    if (transposed) prefetch(a + 16); // for the next tiles: rows of A lie too far apart for the processor to guess
    UNROLLED for (int strip = 0; strip < strips; strip++) {
      vf row[PANEL_VECTORS];
      UNROLLED for (int j = 0; j < vectors; j++) row[j] = load(b + strip * b_strip + j * VECTOR);
      UNROLLED for (int i = 0; i < rows; i++) {
        const vf element = splat(a[i * a_row]);
        UNROLLED for (int j = 0; j < vectors; j++) {
          vf *sum = &sums[i][strip * vectors + j];
          *sum = kept_in_place(madd(element, row[j], *sum));
        }
      }
    }
  }
  UNROLLED for (int i = 0; i < rows; i++)
    UNROLLED for (int j = 0; j < strips * vectors; j++) store(c + i * stride + j * VECTOR, sums[i][j]);
}

// Every size of tile is a function of its own, so that compilers can keep it in registers.
#define TILE(R, V) \
  APART void tile_##R##_##V(const Tile *t) { tile(t, R, V, 1, false); } \
  APART void transposed_##R##_##V(const Tile *t) { tile(t, R, V, 1, true); }
#define ENTRY(R, V) {tile_##R##_##V, transposed_##R##_##V}
#if defined(__AVX512F__) || defined(__aarch64__)
#define TILES(R) TILE(R, 1) TILE(R, 2) TILE(R, 3) TILE(R, 4)
#define ENTRIES(R) {{0}, ENTRY(R, 1), ENTRY(R, 2), ENTRY(R, 3), ENTRY(R, 4)}
#else
#define TILES(R) TILE(R, 1) TILE(R, 2)
#define ENTRIES(R) {{0}, ENTRY(R, 1), ENTRY(R, 2)}
#endif
typedef void (*TileFunction)(const Tile *);
TILES(1) TILES(2) TILES(3) TILES(4)
#if defined(__wasm__)
static const TileFunction tiles[][PANEL_VECTORS + 1][2] = {{{0}}, ENTRIES(1), ENTRIES(2), ENTRIES(3), ENTRIES(4)};
#else
TILES(5) TILES(6)
static const TileFunction tiles[][PANEL_VECTORS + 1][2] = {{{0}},      ENTRIES(1), ENTRIES(2), ENTRIES(3),
                                                           ENTRIES(4), ENTRIES(5), ENTRIES(6)};
#endif

APART void tile_one(const Tile *t) { tile(t, 1, PANEL_VECTORS, STRIPS_TOGETHER, false); }
APART void tile_two(const Tile *t) { tile(t, 2, PANEL_VECTORS, STRIPS_TOGETHER, false); }

static int smaller(int a, int b) { return a < b ? a : b; }

/** All row tiles, of nearly equal height, of a strip of `vectors` vectors. */
static void tile_rows(Tile t, int rows, int vectors, bool transposed) {
  const int count = (rows + TILE_ROWS - 1) / TILE_ROWS;
  const float *a = t.a;
  float *c = t.c;
  for (int i = 0, from = 0, to; i < count; i++, from = to) {
    to = (int)((int64_t)rows * (i + 1) / count);
    t.a = a + from * (transposed ? 1 : t.a_stride);
    t.c = c + from * t.c_stride;
    tiles[to - from][vectors][transposed](&t);
  }
}

/** Strips that are taken at once, at `strip`, before strip `to`; only strips of full width are taken together. */
static int strips_at_once(int rows, int strip, int to, int columns) {
  return rows > 0 && rows <= 2 && strip + STRIPS_TOGETHER <= smaller(to, columns / PANEL) ? STRIPS_TOGETHER : 1;
}

static void multiply_strips(Rows a_rows, const float *a, const float *panels, int k, int columns, int from, int to,
                            Rows c_rows, float *c, bool accumulate) {
  if (a_rows.rows < TILE_ROWS && a_rows.groups > a_rows.rows) { // few rows, many groups: tiles across the groups
    a_rows = (Rows){a_rows.rows, a_rows.groups, a_rows.stride, a_rows.apart};
    c_rows = (Rows){c_rows.rows, c_rows.groups, c_rows.stride, c_rows.apart};
  }
  for (int strip = from, strips; strip < to; strip += strips) {
    strips = strips_at_once(a_rows.rows, strip, to, columns);
    const int first = strip * PANEL, width = smaller(PANEL, columns - first);
    for (int k0 = 0; k0 < k || k0 == 0; k0 += DEPTH)
      for (int group = 0; group < a_rows.groups; group++) {
        Tile t = {smaller(DEPTH, k - k0), a + group * a_rows.apart + k0, (ptrdiff_t)a_rows.stride,
                  panels + (size_t)first * k + (size_t)k0 * width, (ptrdiff_t)k * PANEL,
                  c + group * c_rows.apart + first, (ptrdiff_t)c_rows.stride, accumulate || k0 > 0};
        if (strips == 1) tile_rows(t, a_rows.rows, width / VECTOR, false);
        else if (a_rows.rows == 1) tile_one(&t);
        else tile_two(&t);
      }
  }
}

static void multiply(Rows a_rows, const float *a, const float *panels, int k, int columns, Rows c_rows, float *c,
                     bool accumulate) {
  multiply_strips(a_rows, a, panels, k, columns, 0, strips_of(columns), c_rows, c, accumulate);
}

/** Row tiles of a strip that is not whole vectors wide: through a whole tile, so that nothing is written beyond. */
static void tile_rows_at_edge(Tile t, int rows, int width) {
  float whole[TILE_ROWS * PANEL] = {0};
  const float *a = t.a;
  float *c = t.c;
  for (int row = 0; row < rows; row += TILE_ROWS) {
    const int height = smaller(TILE_ROWS, rows - row);
    float *target = c + row * t.c_stride;
    for (int i = 0; i < height; i++)
      for (int j = 0; j < width; j++) whole[i * PANEL + j] = target[i * t.c_stride + j];
    Tile part = {t.k, a + row, t.a_stride, t.b, t.b_stride, whole, PANEL, t.accumulate};
    tiles[height][padded(width) / VECTOR][true](&part);
    for (int i = 0; i < height; i++)
      for (int j = 0; j < width; j++) target[i * t.c_stride + j] = whole[i * PANEL + j];
  }
}

/** One block of a product A^T B: few enough rows of A and of its result for the caches. */
static void block_transposed(int rows, const float *a, size_t a_stride, int m, const float *b, size_t b_stride, int n,
                             float *c, size_t c_stride, bool accumulate) {
  for (int first = 0; first < n; first += PANEL) {
    const int width = smaller(PANEL, n - first);
    Tile t = {rows, a, (ptrdiff_t)a_stride, b + first, (ptrdiff_t)b_stride, c + first, (ptrdiff_t)c_stride, accumulate};
    if (width % VECTOR == 0) tile_rows(t, m, width / VECTOR, true);
    else tile_rows_at_edge(t, m, width);
  }
}

#if defined(__wasm__)
/** The same with A copied together: WASM cannot prefetch its rows, nor ask for large pages; each lies on its own. */
static void block_together(int rows, const float *a, size_t a_stride, int m, const float *b, size_t b_stride, int n,
                           float *c, size_t c_stride, bool accumulate) {
  float together[DEPTH_TRANSPOSED * ROWS_TRANSPOSED];
  for (int i = 0; i < rows; i++)
    for (int j = 0; j < m; j += VECTOR) store(together + i * ROWS_TRANSPOSED + j, load(a + i * a_stride + j));
  block_transposed(rows, together, ROWS_TRANSPOSED, m, b, b_stride, n, c, c_stride, accumulate);
}
#else
#define block_together block_transposed
#endif

static void multiply_transposed(int rows, const float *a, size_t a_stride, int m, const float *b, size_t b_stride,
                                int n, float *c, size_t c_stride, bool accumulate) {
  for (int row = 0; row < m; row += ROWS_TRANSPOSED)
    for (int k0 = 0; k0 < rows || k0 == 0; k0 += DEPTH_TRANSPOSED)
      block_together(smaller(DEPTH_TRANSPOSED, rows - k0), a + k0 * a_stride + row, a_stride,
                     smaller(ROWS_TRANSPOSED, m - row), b + k0 * b_stride, b_stride, n, c + row * c_stride, c_stride,
                     accumulate || k0 > 0);
}

/** Columns that stand side by side in panels: those of a strip, from `column` on, before `end`. most: divides PANEL. */
static int side_by_side(int column, int end, int most) { return smaller(end, (column / most + 1) * most) - column; }

static void pack(float *panels, int k, int columns, int row0, int column0, const float *source, size_t stride, int rows,
                 int n) {
  for (int column = column0, count; column < column0 + n; column += count) {
    count = side_by_side(column, column0 + n, PANEL);
    const int width = smaller(PANEL, columns - column / PANEL * PANEL);
    const float *from = source + (column - column0);
    float *to = panels + panel_index(k, columns, row0, column);
    for (int i = 0; i < rows; i++, from += stride, to += width) {
      int j = 0;
      for (; j + VECTOR <= count; j += VECTOR) store(to + j, load(from + j));
      for (; j < count; j++) to[j] = from[j];
    }
  }
}

typedef float Four __attribute__((vector_size(16), aligned(4), may_alias));

/** Transposes 4 x 4 numbers. */
INLINE void transpose_four(const float *from, size_t from_stride, float *to, size_t to_stride) {
  Four rows[4], low[2], high[2];
  for (int i = 0; i < 4; i++) rows[i] = *(const Four *)(from + i * from_stride);
  for (int i = 0; i < 2; i++) {
    low[i] = __builtin_shufflevector(rows[2 * i], rows[2 * i + 1], 0, 4, 1, 5);
    high[i] = __builtin_shufflevector(rows[2 * i], rows[2 * i + 1], 2, 6, 3, 7);
  }
  *(Four *)to = __builtin_shufflevector(low[0], low[1], 0, 1, 4, 5);
  *(Four *)(to + to_stride) = __builtin_shufflevector(low[0], low[1], 2, 3, 6, 7);
  *(Four *)(to + 2 * to_stride) = __builtin_shufflevector(high[0], high[1], 0, 1, 4, 5);
  *(Four *)(to + 3 * to_stride) = __builtin_shufflevector(high[0], high[1], 2, 3, 6, 7);
}

static void pack_transposed(float *panels, int k, int columns, int row0, int column0, const float *source,
                            size_t stride, int rows, int n) {
  for (int column = column0, count; column < column0 + n; column += count) {
    count = side_by_side(column, column0 + n, 4);
    const int width = smaller(PANEL, columns - column / PANEL * PANEL), fours = count == 4 ? rows / 4 * 4 : 0;
    const float *from = source + (column - column0) * stride;
    float *to = panels + panel_index(k, columns, row0, column);
    for (int i = 0; i < fours; i += 4) transpose_four(from + i, stride, to + (size_t)i * width, width);
    for (int i = fours; i < rows; i++)
      for (int j = 0; j < count; j++) to[(size_t)i * width + j] = from[j * stride + i];
  }
}
