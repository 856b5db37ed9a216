/*
 * The LSTM and its variants, as cells.c writes cells. Peepholes p: diagonal ones are multiplied element by element, here;
 * full ones are matrices, whose products windows.c puts between the parts of the cell.
 */

/** The candidate: tanh(a_g) or sigmoid(a_g), and its slope by its value. */
INLINE vf candidate(bool by_sigmoid, vf a) { return by_sigmoid ? vsigmoid(a) : vtanh(a); }
INLINE vf candidate_slope(bool by_sigmoid, vf g) { return by_sigmoid ? sigmoid_slope(g) : tanh_slope(g); }

/** i, f = sigmoid(a_i + p_i c0, a_f + p_f c0); g = tanh(a_g); c = f c0 + i g; o = sigmoid(a_o + p_o c); h = o tanh(c) */
INLINE void lstm_forward(const Forward *row, const bool by_sigmoid, const Peepholes peepholes) {
  const int n = row->n;
  const bool peeps = peepholes == DIAGONAL_PEEPHOLES;
  for (int j = 0; j < n; j += VECTOR) {
    float *at = row->gates + j;
    const float *p = peeps ? row->peepholes + j : 0;
    vf c0 = load(row->c0 + j), a_i = load(at + I * n), a_f = load(at + F * n), a_o = load(at + O * n);
    if (peeps) a_i = madd(load(p + PEEP_I * n), c0, a_i), a_f = madd(load(p + PEEP_F * n), c0, a_f);
    vf i = vsigmoid(a_i), f = vsigmoid(a_f), g = candidate(by_sigmoid, load(at + G * n)), c = madd(f, c0, i * g);
    if (peeps) a_o = madd(load(p + PEEP_O * n), c, a_o);
    vf o = vsigmoid(a_o);
    store(at + I * n, i);
    store(at + F * n, f);
    store(at + G * n, g);
    store(at + O * n, o);
    store(row->c + j, c);
    store(row->h + j, o * vtanh(c));
  }
}

/** d_a_o = d_h tanh(c) o (1 - o); d_c = carried + d_h o tanh'(c) + p_o d_a_o, and from it the other slopes;
    c0 gets f d_c + p_i d_a_i + p_f d_a_f. */
INLINE void lstm_backward(const Backward *row, const bool by_sigmoid, const Peepholes peepholes) {
  const int n = row->n;
  const bool peeps = peepholes == DIAGONAL_PEEPHOLES;
  for (int j = 0; j < n; j += VECTOR) {
    const float *at = row->gates + j, *p = peeps ? row->peepholes + j : 0;
    vf i = load(at + I * n), f = load(at + F * n), g = load(at + G * n), o = load(at + O * n);
    vf d_h = total_gradient(row, j), tanh_c = vtanh(load(row->c + j)), d_a_o = d_h * tanh_c * sigmoid_slope(o);
    vf d_c = madd(d_h * o, tanh_slope(tanh_c), load(row->carried_cell + j));
    if (peeps) d_c = madd(load(p + PEEP_O * n), d_a_o, d_c);
    vf d_a_i = d_c * g * sigmoid_slope(i), d_a_f = d_c * load(row->c0 + j) * sigmoid_slope(f), d_c0 = d_c * f;
    if (peeps) d_c0 = madd(load(p + PEEP_I * n), d_a_i, madd(load(p + PEEP_F * n), d_a_f, d_c0));
    store(row->d_c + j, d_c);
    store(row->carried_cell + j, d_c0);
    float *slopes = row->slopes + j;
    store(slopes + I * n, d_a_i);
    store(slopes + F * n, d_a_f);
    store(slopes + G * n, d_c * i * candidate_slope(by_sigmoid, g));
    store(slopes + O * n, d_a_o);
  }
}

/** Full peepholes, once P_i c0 and P_f c0 are added: i, f, g and c, whose product P_o c is then added to a_o. */
INLINE void lstm_full_forward(const Forward *row, const bool by_sigmoid) {
  const int n = row->n;
  for (int j = 0; j < n; j += VECTOR) {
    float *at = row->gates + j;
    vf i = vsigmoid(load(at + I * n)), f = vsigmoid(load(at + F * n)), g = candidate(by_sigmoid, load(at + G * n));
    store(at + I * n, i);
    store(at + F * n, f);
    store(at + G * n, g);
    store(row->c + j, madd(f, load(row->c0 + j), i * g));
  }
}

/** o = sigmoid(a_o); h = o tanh(c) */
INLINE void lstm_output_forward(const Forward *row) {
  for (int j = 0; j < row->n; j += VECTOR) {
    vf o = vsigmoid(load(row->gates + O * row->n + j));
    store(row->gates + O * row->n + j, o);
    store(row->h + j, o * vtanh(load(row->c + j)));
  }
}

/** d_a_o, and what h gives d_c, which is in carried_cell until P_o^T d_a_o is added there too. */
INLINE void lstm_output_backward(const Backward *row) {
  for (int j = 0; j < row->n; j += VECTOR) {
    vf o = load(row->gates + O * row->n + j), d_h = total_gradient(row, j), tanh_c = vtanh(load(row->c + j));
    store(row->slopes + O * row->n + j, d_h * tanh_c * sigmoid_slope(o));
    store(row->carried_cell + j, madd(d_h * o, tanh_slope(tanh_c), load(row->carried_cell + j)));
  }
}

/** From d_c, which is complete now: the other slopes; c0 gets f d_c, to which P_i^T d_a_i + P_f^T d_a_f is then added. */
static void lstm_full_backward(const Backward *row, const bool by_sigmoid) {
  const int n = row->n;
  for (int j = 0; j < n; j += VECTOR) {
    const float *at = row->gates + j;
    vf i = load(at + I * n), f = load(at + F * n), g = load(at + G * n), d_c = load(row->carried_cell + j);
    store(row->d_c + j, d_c);
    store(row->carried_cell + j, d_c * f);
    float *slopes = row->slopes + j;
    store(slopes + I * n, d_c * g * sigmoid_slope(i));
    store(slopes + F * n, d_c * load(row->c0 + j) * sigmoid_slope(f));
    store(slopes + G * n, d_c * i * candidate_slope(by_sigmoid, g));
  }
}
