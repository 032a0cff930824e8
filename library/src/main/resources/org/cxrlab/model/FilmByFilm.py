
# What follows, of the class in Backpropagation.py, does the same film by film (FilmByFilm.java). A
# share is a film or a few; what is to be done of a share until all films have to be known is a task,
# for a thread of the pool that is free. So a thread that something else holds up holds up no other,
# and a share's maps are still in the caches for the next operation. Methods that end in "_share" are
# such tasks; "_by_film" has a list with an item for each share where the other way has one array. "parts"
# are what part of all films each share has, (shares, 1). Everything is in single precision.
#
# Where all films have to be known, threads would wait for the last task, and then for what is made of
# its result. So tasks for whose result nobody waits, gradients by weights, are handed over behind
# those that are waited for ("late"), and fill that time.

  # What tasks return, when all of them have ended.
  def joined(self: __torch__.Backpropagation, running: List[Future[List[Tensor]]]) -> List[List[Tensor]]:
    done = annotate(List[List[Tensor]], [])
    for i in range(torch.len(running)):
      torch.append(done, torch.wait(running[i]))
    return done

  def column(self: __torch__.Backpropagation, done: List[List[Tensor]], which: int) -> List[Tensor]:
    found = annotate(List[Tensor], [])
    for i in range(torch.len(done)):
      torch.append(found, done[i][which])
    return found

  def total(self: __torch__.Backpropagation, done: List[List[Tensor]], which: int) -> Tensor:
    return torch.sum(torch.stack(self.column(done, which)), [0])

  # Each map's mean and variance over a share, (2, maps).
  def statistics(self: __torch__.Backpropagation, x: Tensor) -> Tensor:
    mean, variance = torch.batch_norm_update_stats(x, None, None, 0.)
    return torch.stack([mean, variance])

  # A map's mean and variance over all films, from those over shares.
  def over_all(self: __torch__.Backpropagation, shares: List[Tensor], parts: Tensor) -> Tuple[Tensor, Tensor]:
    both = torch.stack(shares)
    m, v = torch.select(both, 1, 0), torch.select(both, 1, 1)
    mean = torch.sum(torch.mul(m, parts), [0])
    apart = torch.sub(m, mean)
    return (mean, torch.sum(torch.mul(torch.addcmul(v, apart, apart), parts), [0]))

  # How many numbers a map has in all shares together.
  def places(self: __torch__.Backpropagation, x: List[Tensor]) -> float:
    sum = 0
    for i in range(torch.len(x)):
      sum = sum + torch.size(x[i], 0) * torch.size(x[i], 2) * torch.size(x[i], 3)
    return float(sum)

  # What batch norms remember: the mean, and the variance of which the batch's is a sample.
  def learn(self: __torch__.Backpropagation, remembered: List[Tensor], mean: Tensor, variance: Tensor, places: float) -> None:
    torch.lerp_(remembered[0], mean, 0.1)
    torch.lerp_(remembered[1], torch.mul(variance, places / (places - 1.)), 0.1)

  # The coefficients of a normalisation's gradient, scale * (slope - mean of slope - x * mean of slope *
  # x), where x is normalised: of slope, of x, and what is added.
  def of_normalised(self: __torch__.Backpropagation, sums: Tensor, scale: Tensor, places: float, like: Tensor) -> List[Tensor]:
    by = torch.mul(torch.div(sums, places), torch.neg(scale))
    return [self.across(scale, like), self.across(torch.select(by, 0, 1), like), self.across(torch.select(by, 0, 0), like)]

  # As of_normalised, of x before a batch norm with this gain; "gained" is gain times scale.
  def of_batch_norm(self: __torch__.Backpropagation, gained: Tensor, scale: Tensor, mean: Tensor, by_gain: Tensor, by_shift: Tensor, places: float, like: Tensor) -> List[Tensor]:
    by_x = torch.neg(torch.mul(torch.mul(gained, scale), torch.div(by_gain, places)))
    added = torch.addcmul(torch.neg(torch.mul(gained, torch.div(by_shift, places))), mean, by_x, value=-1)
    return [self.across(gained, like), self.across(by_x, like), self.across(added, like)]

  # The sums that such a gradient needs, of some of a share's maps: batch norm's gradient has them in
  # double precision, of which the rest of the way back sees the difference.
  def sums(self: __torch__.Backpropagation, slopes: Tensor, maps: Tensor, first: int, end: int) -> List[Tensor]:
    s = torch.contiguous(torch.slice(slopes, 1, first, end), memory_format=2)
    x = torch.contiguous(torch.slice(maps, 1, first, end), memory_format=2)
    zeros = torch.zeros([end - first], dtype=6)
    none, by_gain, by_shift = torch.native_batch_norm_backward(s, x, None, None, None, zeros, torch.ones_like(zeros), True, 0., [False, True, True])
    return [torch.stack([by_shift, by_gain])]

  # Writes a layer's maps, normalised, to their place in those of the block, where they end at "end".
  def place(self: __torch__.Backpropagation, maps: Tensor, fresh: Tensor, norm: List[Tensor], end: int) -> List[Tensor]:
    into = torch.slice(maps, 1, end - torch.size(fresh, 1), end)
    return [torch.addcmul(norm[1], fresh, norm[0], out=into)]

  # The first half of a layer, after the maps before it have been put to their place.
  def narrow_share(self: __torch__.Backpropagation, maps: Tensor, fresh: Tensor, norm: List[Tensor], w: List[Tensor]) -> List[Tensor]:
    seen = torch.size(w[2], 1)
    self.place(maps, fresh, norm, seen)
    o = self.opened(torch.slice(maps, 1, 0, seen), self.across(w[0], maps), self.across(w[1], maps))
    y = self.films(torch.conv2d(self.strips(o), w[2]), o)
    return [y, self.statistics(y)]

  # The second half.
  def wide_share(self: __torch__.Backpropagation, y: Tensor, gain: Tensor, shift: Tensor, weight: Tensor) -> List[Tensor]:
    fresh = torch.conv2d(self.opened(y, gain, shift), weight, None, [1, 1], [1, 1])
    return [fresh, self.statistics(fresh)]

  # x: what comes in of each share, and then its statistics. Returns all maps of each share, normalised;
  # the mean and variance of each map and the scale of those that came in; and of each layer what its
  # first convolution made of each share, the mean and scale of that, and the scale of its own maps.
  def block_by_film(self: __torch__.Backpropagation, x: List[Tensor], maps: int, w: List[Tensor], remembered: List[Tensor], parts: Tensor, epsilon: float) -> List[Tensor]:
    shares = torch.len(x) // 2
    fresh = torch.slice(x, 0, shares)
    all = annotate(List[Tensor], [])
    for s in range(shares):
      shape = [torch.size(x[s], 0), maps, torch.size(x[s], 2), torch.size(x[s], 3)]
      torch.append(all, torch.empty(shape, dtype=6, memory_format=2))
    places = self.places(fresh)
    means, variances = torch.zeros([maps], dtype=6), torch.zeros([maps], dtype=6)
    mean, variance = self.over_all(torch.slice(x, shares), parts)
    seen = torch.size(x[0], 1)
    scale = torch.rsqrt(torch.add(variance, epsilon))
    kept = all + [means, variances, scale]
    torch.copy_(torch.slice(means, 0, 0, seen), mean)
    torch.copy_(torch.slice(variances, 0, 0, seen), variance)
    norm = [self.across(scale, x[0]), self.across(torch.neg(torch.mul(mean, scale)), x[0])]
    for i in range(torch.len(w) // 6):
      own, memory = torch.slice(w, 6 * i, 6 * i + 6), torch.slice(remembered, 4 * i, 4 * i + 4)
      running = annotate(List[Future[List[Tensor]]], [])
      for s in range(shares):
        torch.append(running, fork(self.narrow_share, all[s], fresh[s], norm, own))
      self.learn(torch.slice(memory, 0, 2), torch.slice(means, 0, 0, seen), torch.slice(variances, 0, 0, seen), places)
      done = self.joined(running)
      y = self.column(done, 0)
      mean, variance = self.over_all(self.column(done, 1), parts)
      scale = torch.rsqrt(torch.add(variance, epsilon))
      gain = torch.mul(own[3], scale)
      shift = self.across(torch.addcmul(own[4], mean, gain, value=-1), y[0])
      gain = self.across(gain, y[0])
      running = annotate(List[Future[List[Tensor]]], [])
      for s in range(shares):
        torch.append(running, fork(self.wide_share, y[s], gain, shift, own[5]))
      self.learn(torch.slice(memory, 2), mean, variance, places)
      kept = kept + y + [mean, scale]
      done = self.joined(running)
      fresh = self.column(done, 0)
      mean, variance = self.over_all(self.column(done, 1), parts)
      end = seen + torch.size(mean, 0)
      torch.copy_(torch.slice(means, 0, seen, end), mean)
      torch.copy_(torch.slice(variances, 0, seen, end), variance)
      seen = end
      scale = torch.rsqrt(torch.add(variance, epsilon))
      torch.append(kept, scale)
      norm = [self.across(scale, x[0]), self.across(torch.neg(torch.mul(mean, scale)), x[0])]
    running = annotate(List[Future[List[Tensor]]], [])
    for s in range(shares):
      torch.append(running, fork(self.place, all[s], fresh[s], norm, seen))
    done = self.joined(running)
    return kept

  # Late: the share's part of the gradient by the weights of a 3 x 3 convolution, by oneDNN's own or as
  # that of a 1 x 1 convolution to "nine" times as many maps, the slopes around each place: without
  # AVX-512 that takes half the time or a little more. Not as a matrix product, which does not keep to
  # the one thread that a task has.
  def wide_weight_share(self: __torch__.Backpropagation, slope: Tensor, z: Tensor, weight: Tensor, nine: bool) -> List[Tensor]:
    if nine:
      n, c, h, w = torch.size(slope, 0), torch.size(slope, 1), torch.size(slope, 2), torch.size(slope, 3)
      framed = torch.contiguous(torch.constant_pad_nd(torch.permute(slope, [0, 2, 3, 1]), [0, 0, 1, 1, 1, 1]))
      row = (w + 2) * c
      around = torch.as_strided(framed, [n, h, w, 3, 3 * c], [(h + 2) * row, row, c, row, 1])
      around = torch.permute(torch.reshape(around, [n, h, w, 9 * c]), [0, 3, 1, 2])
      shape = torch.empty([9 * c, torch.size(z, 1), 1, 1], dtype=6)
      none, product = self.convolve_back(self.strips(around), self.strips(z), shape, 1, 0, False)
      by_weight = torch.permute(torch.flip(torch.view(product, [3, 3, c, -1]), [0, 1]), [2, 3, 0, 1])
    else:
      none, by_weight = self.convolve_back(slope, z, weight, 1, 1, False)
    return [by_weight]

  # "norm" has the mean, scale, gain and shift of the batch norm between the convolutions. Returns the
  # gradient by what that makes, the share's part of those by its weights, and what the gradient by the
  # convolution's weights is made of.
  def wide_back_share(self: __torch__.Backpropagation, slopes: Tensor, maps: Tensor, by: List[Tensor], seen: int, y: Tensor, norm: List[Tensor], w: List[Tensor], epsilon: float) -> List[Tensor]:
    end = seen + torch.size(w[5], 0)
    d = torch.addcmul(by[2], torch.slice(maps, 1, seen, end), by[1])
    torch.addcmul_(d, torch.slice(slopes, 1, seen, end), by[0])
    z = self.opened(y, norm[2], norm[3])
    e, none, b = torch.convolution_backward(d, z, w[5], None, [1, 1], [1, 1], [1, 1], False, [0, 0], 1, [True, False, False])
    torch.threshold_backward(e, z, 0, grad_input=e)
    none, by_gain, by_shift = torch.native_batch_norm_backward(e, y, w[3], None, None, norm[0], norm[1], True, epsilon, [False, True, True])
    return [e, torch.stack([by_gain, by_shift]), d, z]

  # Adds the gradient by the maps that the layer sees to theirs; some strips at a time. Returns the
  # share's part of those by the weights, and the sums of what the layer below is next to need.
  def narrow_back_share(self: __torch__.Backpropagation, d: Tensor, y: Tensor, by: List[Tensor], slopes: Tensor, maps: Tensor, w: List[Tensor], near: Tensor, below: int, most: int) -> List[Tensor]:
    seen = torch.size(w[2], 1)
    slope = torch.addcmul_(torch.addcmul(by[2], y, by[1]), d, by[0])
    s = self.strips(slope)
    x, sums = self.strips(torch.slice(maps, 1, 0, seen)), self.strips(torch.slice(slopes, 1, 0, seen))
    gain, shift = self.across(w[0], x), self.across(w[1], x)
    by_weight = torch.zeros_like(w[2])
    by_shift = torch.zeros_like(w[1])
    by_near = torch.zeros_like(torch.index_select(w[0], 0, near))
    step = self.at_once(x, most)
    for i in range((torch.size(x, 0) + step - 1) // step):
      some = torch.slice(x, 0, i * step, (i + 1) * step)
      o = self.opened(some, gain, shift)
      e, by_weights = self.convolve_back(torch.slice(s, 0, i * step, (i + 1) * step), o, w[2], 1, 0, True)
      e = self.relu_back(e, o, some, by_shift, near, by_near)
      torch.addcmul_(torch.slice(sums, 0, i * step, (i + 1) * step), e, gain)
      torch.add_(by_weight, by_weights)
    return [by_weight, by_shift, by_near] + self.sums(slopes, maps, below, seen)

  # The gradient by what came into a block.
  def incoming_share(self: __torch__.Backpropagation, slopes: Tensor, maps: Tensor, by: List[Tensor], came: int) -> List[Tensor]:
    d = torch.addcmul(by[2], torch.slice(maps, 1, 0, came), by[1])
    return [torch.addcmul_(d, torch.slice(slopes, 1, 0, came), by[0])]

  # Late: writes the gradients by a layer's weights, from what its shares have of them; in the second,
  # "norm" has those of the batch norm.
  def narrow_weights(self: __torch__.Backpropagation, done: List[List[Tensor]], w: List[Tensor], into: List[Tensor], near: Tensor) -> List[Tensor]:
    torch.copy_(into[2], self.total(done, 0))
    torch.copy_(into[1], self.total(done, 1))
    self.gain_back(w, into, near, self.total(done, 2))
    return into

  def wide_weights(self: __torch__.Backpropagation, done: List[List[Tensor]], norm: Tensor, into: List[Tensor]) -> List[Tensor]:
    torch.copy_(into[5], self.total(done, 0))
    torch.copy_(into[3], torch.select(norm, 0, 0))
    torch.copy_(into[4], torch.select(norm, 0, 1))
    return into

  # From the gradient by all maps, which is used up, to that by what came in.
  def block_back_by_film(self: __torch__.Backpropagation, slopes: List[Tensor], kept: List[Tensor], w: List[Tensor], into: List[Tensor], epsilon: float, most: int, nine: bool) -> List[Tensor]:
    shares = torch.len(slopes)
    all = torch.slice(kept, 0, shares)
    scale_in = kept[shares + 2]
    layers = torch.len(w) // 6
    each = shares + 3
    places = self.places(all)
    last = torch.slice(w, 6 * (layers - 1))
    seen = torch.size(last[2], 1)
    running = annotate(List[Future[List[Tensor]]], [])
    late = annotate(List[Future[List[Tensor]]], [])
    for s in range(shares):
      torch.append(running, fork(self.sums, slopes[s], all[s], seen, seen + torch.size(last[5], 0)))
    sums = self.total(self.joined(running), 0)
    for back in range(layers):
      i = layers - 1 - back
      own, grads = torch.slice(w, 6 * i, 6 * i + 6), torch.slice(into, 6 * i, 6 * i + 6)
      of_layer = torch.slice(kept, shares + 3 + each * i, shares + 3 + each * (i + 1))
      mean, scale = of_layer[shares], of_layer[shares + 1]
      seen = torch.size(own[2], 1)
      by = self.of_normalised(sums, of_layer[shares + 2], places, all[0])
      gain = torch.mul(own[3], scale)
      shift = torch.addcmul(own[4], mean, gain, value=-1)
      norm = [mean, scale, self.across(gain, all[0]), self.across(shift, all[0])]
      running = annotate(List[Future[List[Tensor]]], [])
      for s in range(shares):
        torch.append(running, fork(self.wide_back_share, slopes[s], all[s], by, seen, of_layer[s], norm, own, epsilon))
      near = self.near(own[0])
      below = 0
      if torch.gt(i, 0):
        below = seen - torch.size(w[6 * i - 1], 0)
      done = self.joined(running)
      d = self.column(done, 0)
      by_norm = self.total(done, 1)
      by = self.of_batch_norm(gain, scale, mean, torch.select(by_norm, 0, 0), torch.select(by_norm, 0, 1), places, all[0])
      running = annotate(List[Future[List[Tensor]]], [])
      for s in range(shares):
        torch.append(running, fork(self.narrow_back_share, d[s], of_layer[s], by, slopes[s], all[s], own, near, below, most))
      weights = annotate(List[Future[List[Tensor]]], [])
      for s in range(shares):
        torch.append(weights, fork(self.wide_weight_share, done[s][2], done[s][3], own[5], nine))
      done = self.joined(running)
      sums = self.total(done, 3)
      torch.append(late, fork(self.narrow_weights, done, own, grads, near))
      torch.append(late, fork(self.wide_weights, self.joined(weights), by_norm, grads))
    by = self.of_normalised(sums, scale_in, places, all[0])
    running = annotate(List[Future[List[Tensor]]], [])
    for s in range(shares):
      torch.append(running, fork(self.incoming_share, slopes[s], all[s], by, torch.size(scale_in, 0)))
    done = self.joined(late)
    return self.column(self.joined(running), 0)

  # What a block takes, (maps and statistics of each share), of shares of twice as many films; and
  # gradients by the maps of such shares, by those of "share" films.
  def in_pairs(self: __torch__.Backpropagation, x: List[Tensor], parts: Tensor) -> List[Tensor]:
    shares = torch.len(x) // 2
    maps, statistics = annotate(List[Tensor], []), annotate(List[Tensor], [])
    for pair in range((shares + 1) // 2):
      first, end = 2 * pair, min(shares, 2 * pair + 2)
      torch.append(maps, torch.contiguous(torch.cat(torch.slice(x, first, end)), memory_format=2))
      own = torch.slice(parts, 0, first, end)
      mean, variance = self.over_all(torch.slice(x, shares + first, shares + end), torch.div(own, torch.sum(own)))
      torch.append(statistics, torch.stack([mean, variance]))
    return maps + statistics

  def apart(self: __torch__.Backpropagation, x: List[Tensor], share: int) -> List[Tensor]:
    shares = annotate(List[Tensor], [])
    for i in range(torch.len(x)):
      shares = shares + torch.split(x[i], share)
    return shares

  def halved_share(self: __torch__.Backpropagation, x: Tensor, w: List[Tensor]) -> List[Tensor]:
    pooled = torch.avg_pool2d(self.opened(x, self.across(w[0], x), self.across(w[1], x)), [2, 2])
    y = self.films(torch.conv2d(self.strips(pooled), w[2]), pooled)
    return [y, self.statistics(y), pooled]

  # Returns what the next block takes, and the means of four places.
  def transition_by_film(self: __torch__.Backpropagation, all: List[Tensor], statistics: List[Tensor], w: List[Tensor], remembered: List[Tensor]) -> List[Tensor]:
    self.learn(remembered, statistics[0], statistics[1], self.places(all))
    running = annotate(List[Future[List[Tensor]]], [])
    for s in range(torch.len(all)):
      torch.append(running, fork(self.halved_share, all[s], w))
    done = self.joined(running)
    return self.column(done, 0) + self.column(done, 1) + self.column(done, 2)

  def halved_back_share(self: __torch__.Backpropagation, slope: Tensor, x: Tensor, pooled: Tensor, w: List[Tensor], near: Tensor) -> List[Tensor]:
    of_pooled, by_weight = self.convolve_back(self.strips(slope), self.strips(pooled), w[2], 1, 0, True)
    of_pooled = self.films(of_pooled, pooled)
    gain, shift = self.across(w[0], x), self.across(w[1], x)
    by_shift = torch.zeros_like(w[1])
    by_near = torch.zeros_like(torch.index_select(w[0], 0, near))
    o = self.opened(x, gain, shift)
    d = torch.avg_pool2d_backward(of_pooled, o, [2, 2], [2, 2], [0, 0], False, True, None)
    d = self.relu_back(d, o, x, by_shift, near, by_near)
    return [torch.mul_(d, gain), by_weight, by_shift, by_near]

  def transition_back_by_film(self: __torch__.Backpropagation, slopes: List[Tensor], all: List[Tensor], pooled: List[Tensor], w: List[Tensor], into: List[Tensor]) -> List[Tensor]:
    near = self.near(w[0])
    running = annotate(List[Future[List[Tensor]]], [])
    for s in range(torch.len(all)):
      torch.append(running, fork(self.halved_back_share, slopes[s], all[s], pooled[s], w, near))
    done = self.joined(running)
    torch.copy_(into[2], self.total(done, 1))
    torch.copy_(into[1], self.total(done, 2))
    self.gain_back(w, into, near, self.total(done, 3))
    return self.column(done, 0)

  # The stem, up to its batch norm and from there.
  def first_share(self: __torch__.Backpropagation, images: Tensor, weight: Tensor) -> List[Tensor]:
    images = torch.contiguous(images, memory_format=2)
    x = torch.contiguous(torch.conv2d(images, weight, None, [2, 2], [3, 3]), memory_format=2)
    return [x, self.statistics(x), images]

  def second_share(self: __torch__.Backpropagation, x: Tensor, gain: Tensor, shift: Tensor) -> List[Tensor]:
    pooled, places = torch.max_pool2d_with_indices(torch.addcmul(shift, x, gain), [3, 3], [2, 2], [1, 1])
    pooled = torch.relu_(pooled)
    return [pooled, self.statistics(pooled), places]

  # Returns what the first block takes, and of each share the places of the largest, what the
  # convolution made, and the images; and the batch norm's mean and scale.
  def stem_by_film(self: __torch__.Backpropagation, images: Tensor, share: int, w: List[Tensor], remembered: List[Tensor], parts: Tensor, epsilon: float) -> List[Tensor]:
    weight = w[0]
    if self.grey(images):
      images = torch.slice(images, 1, 0, 1)
      weight = torch.sum(weight, [1], True)
    running = annotate(List[Future[List[Tensor]]], [])
    for s in range(torch.size(parts, 0)):
      torch.append(running, fork(self.first_share, torch.slice(images, 0, s * share, (s + 1) * share), weight))
    done = self.joined(running)
    x = self.column(done, 0)
    mean, variance = self.over_all(self.column(done, 1), parts)
    self.learn(remembered, mean, variance, self.places(x))
    scale = torch.rsqrt(torch.add(variance, epsilon))
    gain = torch.mul(w[1], scale)
    shift = self.across(torch.addcmul(w[2], mean, gain, value=-1), x[0])
    gain = self.across(gain, x[0])
    next = annotate(List[Future[List[Tensor]]], [])
    for s in range(torch.size(parts, 0)):
      torch.append(next, fork(self.second_share, x[s], gain, shift))
    pooled = self.joined(next)
    result = self.column(pooled, 0) + self.column(pooled, 1) + self.column(pooled, 2)
    return result + x + self.column(done, 2) + [mean, scale]

  def second_back_share(self: __torch__.Backpropagation, slope: Tensor, pooled: Tensor, places: Tensor, x: Tensor, norm: List[Tensor], epsilon: float) -> List[Tensor]:
    torch.threshold_backward(slope, pooled, 0, grad_input=slope)
    d = torch.max_pool2d_with_indices_backward(slope, x, [3, 3], [2, 2], [1, 1], [1, 1], False, places)
    none, by_gain, by_shift = torch.native_batch_norm_backward(d, x, norm[2], None, None, norm[0], norm[1], True, epsilon, [False, True, True])
    return [d, by_gain, by_shift]

  def first_back_share(self: __torch__.Backpropagation, d: Tensor, x: Tensor, by: List[Tensor], images: Tensor, weight: Tensor) -> List[Tensor]:
    d = torch.addcmul_(torch.addcmul(by[2], x, by[1]), d, by[0])
    none, by_weight = self.convolve_back(d, images, weight, 2, 3, False)
    return [by_weight]

  def stem_back_by_film(self: __torch__.Backpropagation, slopes: List[Tensor], kept: List[Tensor], w: List[Tensor], into: List[Tensor], epsilon: float) -> None:
    shares = torch.len(slopes)
    mean, scale = kept[5 * shares], kept[5 * shares + 1]
    norm = [mean, scale, w[1]]
    running = annotate(List[Future[List[Tensor]]], [])
    for s in range(shares):
      torch.append(running, fork(self.second_back_share, slopes[s], kept[s], kept[2 * shares + s], kept[3 * shares + s], norm, epsilon))
    done = self.joined(running)
    x = torch.slice(kept, 3 * shares, 4 * shares)
    places = self.places(x)
    by_gain, by_shift = self.total(done, 1), self.total(done, 2)
    torch.copy_(into[1], by_gain)
    torch.copy_(into[2], by_shift)
    gain = torch.mul(w[1], scale)
    by = self.of_batch_norm(gain, scale, mean, by_gain, by_shift, places, x[0])
    images = torch.slice(kept, 4 * shares, 5 * shares)
    weight = torch.slice(w[0], 1, 0, torch.size(images[0], 1))
    next = annotate(List[Future[List[Tensor]]], [])
    for s in range(shares):
      torch.append(next, fork(self.first_back_share, done[s][0], x[s], by, images[s], weight))
    torch.copy_(into[0], self.total(self.joined(next), 0))

  def means_share(self: __torch__.Backpropagation, x: Tensor, w: List[Tensor]) -> List[Tensor]:
    return [torch.mean(self.opened(x, self.across(w[0], x), self.across(w[1], x)), [2, 3])]

  def features_by_film(self: __torch__.Backpropagation, all: List[Tensor], statistics: List[Tensor], w: List[Tensor], remembered: List[Tensor]) -> Tensor:
    self.learn(remembered, statistics[0], statistics[1], self.places(all))
    running = annotate(List[Future[List[Tensor]]], [])
    for s in range(torch.len(all)):
      torch.append(running, fork(self.means_share, all[s], w))
    return torch.cat(self.column(self.joined(running), 0))

  def means_back_share(self: __torch__.Backpropagation, slope: Tensor, x: Tensor, w: List[Tensor]) -> List[Tensor]:
    gain = self.across(w[0], x)
    o = self.opened(x, gain, self.across(w[1], x))
    each = torch.mul(slope, 1. / float(torch.size(x, 2) * torch.size(x, 3)))
    each = torch.unsqueeze(torch.unsqueeze(each, 2), 3)
    d = torch.contiguous(torch.expand(each, torch.size(x)), memory_format=2)
    torch.threshold_backward(d, o, 0, grad_input=d)
    by_gain, by_shift = torch.sum(torch.mul(d, x), [0, 2, 3]), torch.sum(d, [0, 2, 3])
    return [torch.mul_(d, gain), by_gain, by_shift]

  def features_back_by_film(self: __torch__.Backpropagation, slope: Tensor, all: List[Tensor], share: int, w: List[Tensor], into: List[Tensor]) -> List[Tensor]:
    running = annotate(List[Future[List[Tensor]]], [])
    for s in range(torch.len(all)):
      torch.append(running, fork(self.means_back_share, torch.slice(slope, 0, s * share, (s + 1) * share), all[s], w))
    done = self.joined(running)
    torch.copy_(into[0], self.total(done, 1))
    torch.copy_(into[1], self.total(done, 2))
    return self.column(done, 0)
