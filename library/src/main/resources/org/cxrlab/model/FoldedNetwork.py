# TorchScript, in the form in which it is stored: the operations of FoldedNetwork.java. "x" are maps,
# "w" what a layer has learnt and "r" what its batch norms remember, in the order in which the layer
# holds them; "f" is what was made of both. Convolutions are oneDNN's, to which libtorch adds biases
# and ReLUs on the way out. Memory format 2 is channels last; type 15 is bfloat16, 6 single precision,
# 0 a whole number from 0 to 255. In those, a map is least + step * number, and "seen" are a network's
# ranges as MapRanges.java measures them.
class FoldedNetwork(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool

  # Batch norm is gain * x + shift, by what it remembers.
  def affine(self: __torch__.FoldedNetwork, w: List[Tensor], r: List[Tensor], epsilon: float) -> Tuple[Tensor, Tensor]:
    gain = torch.div(w[0], torch.sqrt(torch.add(r[1], epsilon)))
    return (gain, torch.addcmul(w[1], r[0], gain, value=-1))

  # For each map one number, in the type of the maps.
  def across(self: __torch__.FoldedNetwork, v: Tensor, type: int) -> Tensor:
    return torch.view(torch.to(v, type), [1, -1, 1, 1])

  # Weights of a convolution as oneDNN wants them for so many films of such a height and width.
  def packed(self: __torch__.FoldedNetwork, weight: Tensor, stride: int, padding: int, type: int, films: List[int]) -> Tensor:
    size = [films[0], torch.size(weight, 1), films[1], films[2]]
    return ops.mkldnn._reorder_convolution_weight(torch.to(weight, type), [padding, padding], [stride, stride], [1, 1], 1, size)

  def convolve(self: __torch__.FoldedNetwork, x: Tensor, weight: Tensor, bias: Optional[Tensor], stride: int, padding: int, groups: int, then: str) -> Tensor:
    return ops.mkldnn._convolution_pointwise(x, weight, bias, [padding, padding], [stride, stride], [1, 1], groups, then, annotate(List[Optional[number]], []), "")

  # A convolution and the batch norm after it are a convolution with other weights and a bias.
  def joined(self: __torch__.FoldedNetwork, weight: Tensor, w: List[Tensor], r: List[Tensor], epsilon: float) -> Tuple[Tensor, Tensor]:
    gain, shift = self.affine(w, r, epsilon)
    return (torch.mul(weight, torch.view(gain, [-1, 1, 1, 1])), shift)

  # A batch norm and the ReLU after it, where a 1 x 1 convolution comes next: relu(gain * x + shift) is
  # gain * clamp(x) + shift, where x is clamped at -shift / gain, from below or above as the gain is
  # above 0 or below. The convolution takes on gain and shift, and there is one look at the maps
  # instead of two. A gain of 0 leaves a constant. In bfloat16 the limits would be rounded, and what the
  # ReLU closes not be 0; so there, gain and shift are kept, as a convolution of each map by itself.
  def fold_opening(self: __torch__.FoldedNetwork, w: List[Tensor], r: List[Tensor], weight: Tensor, bias: Tensor, epsilon: float, type: int, films: List[int]) -> List[Tensor]:
    gain, shift = self.affine(w, r, epsilon)
    if torch.eq(type, 15):
      first, second = torch.view(torch.to(gain, type), [-1, 1, 1, 1]), torch.to(shift, type)
    else:
      constant = torch.lt(torch.abs(gain), 9.9999999999999991e-31)
      limit = torch.masked_fill(torch.div(torch.neg(shift), gain), constant, 0.)
      first = self.across(torch.masked_fill(limit, torch.le(gain, -9.9999999999999991e-31), -3.0000000000000001e+38), type)
      second = self.across(torch.masked_fill(limit, torch.ge(gain, 9.9999999999999991e-31), 3.0000000000000001e+38), type)
      rest = torch.where(constant, torch.relu(shift), shift)
      bias = torch.add(bias, torch.sum(torch.mul(weight, torch.view(rest, [1, -1, 1, 1])), [1, 2, 3]))
      weight = torch.mul(weight, torch.view(gain, [1, -1, 1, 1]))
    return [first, second, self.packed(weight, 1, 0, type, films), torch.to(bias, type)]

  # The weights for grey films come last: of equal channels one is taken, with the sum of the weights.
  def fold_stem(self: __torch__.FoldedNetwork, w: List[Tensor], r: List[Tensor], epsilon: float, type: int, films: List[int]) -> List[Tensor]:
    weight, bias = self.joined(w[0], torch.slice(w, 1), r, epsilon)
    grey = torch.sum(weight, [1], True)
    return [self.packed(weight, 2, 3, type, films), torch.to(bias, type), self.packed(grey, 2, 3, type, films)]

  def fold_layer(self: __torch__.FoldedNetwork, w: List[Tensor], r: List[Tensor], epsilon: float, type: int, films: List[int]) -> List[Tensor]:
    weight, bias = self.joined(w[2], torch.slice(w, 3), torch.slice(r, 2), epsilon)
    return self.fold_opening(w, r, weight, bias, epsilon, type, films) + [self.packed(w[5], 1, 1, type, films)]

  def fold_transition(self: __torch__.FoldedNetwork, w: List[Tensor], r: List[Tensor], epsilon: float, type: int, films: List[int]) -> List[Tensor]:
    bias = torch.zeros([torch.size(w[2], 0)], dtype=6)
    return self.fold_opening(w, r, w[2], bias, epsilon, type, films)

  def fold_norm(self: __torch__.FoldedNetwork, w: List[Tensor], r: List[Tensor], epsilon: float, type: int, films: List[int]) -> List[Tensor]:
    gain, shift = self.affine(w, r, epsilon)
    return [self.across(gain, type), self.across(shift, type)]

  # Weights of a convolution in 8 bits, what one of them is worth in each map that comes out, and the
  # bias with what rounding has lost at the mean of the maps. Without instructions of their own for it,
  # processors add the products of two neighbouring maps in 16 bits; so weights above 0 of two
  # neighbours are 128 together at most, and those below 0 are, of which the sum with 255 fits.
  def in_eight_bits(self: __torch__.FoldedNetwork, weight: Tensor, bias: Tensor, mean: Tensor, padding: int) -> List[Tensor]:
    even = torch.constant_pad_nd(weight, [0, 0, 0, 0, 0, torch.size(weight, 1) % 2])
    pairs = torch.unflatten(even, 1, [-1, 2])
    above = torch.amax(torch.sum(torch.relu(pairs), [2]), [1, 2, 3])
    below = torch.amax(torch.sum(torch.relu(torch.neg(pairs)), [2]), [1, 2, 3])
    worth = torch.clamp(torch.div(torch.maximum(above, below), 127), 9.9999999999999991e-31)
    across = torch.view(worth, [-1, 1, 1, 1])
    whole = torch.round(torch.div(weight, across))
    lost = torch.sub(weight, torch.mul(whole, across))
    bias = torch.add(bias, torch.sum(torch.mul(lost, torch.view(mean, [1, -1, 1, 1])), [1, 2, 3]))
    packed = ops.onednn.qconv_prepack(torch.to(whole, 1), worth, 1.0, 0, [1, 1], [padding, padding], [1, 1], 1, None)
    return [packed, worth, bias]

  # Such a convolution, whose results are rounded and kept within 0 and 255.
  def convolve_whole(self: __torch__.FoldedNetwork, x: Tensor, f: List[Tensor], padding: int, then: str) -> Tensor:
    return ops.onednn.qconv2d_pointwise(x, 1.0, 0, f[0], f[1], torch.zeros_like(f[1], dtype=3), f[2], [1, 1], [padding, padding], [1, 1], 1, 1.0, 0, 0, then, annotate(List[Optional[number]], []), None)

  # The least number of maps, and the step to the next, of the maps from one to another of a block.
  def scale(self: __torch__.FoldedNetwork, seen: List[Tensor], first: int, end: int) -> Tuple[Tensor, Tensor]:
    least = torch.slice(seen[0], 0, first, end)
    return (least, torch.div(torch.sub(torch.slice(seen[1], 0, first, end), least), 255))

  # As fold_opening. The limit is rounded, so what the ReLU closes is not quite 0; on the mean, the bias
  # makes up for it. Of "seen", after the least and largest of the block's maps: the mean of each map
  # after the ReLU, and the share of it that the ReLU leaves open.
  def open_whole(self: __torch__.FoldedNetwork, w: List[Tensor], r: List[Tensor], weight: Tensor, bias: Tensor, epsilon: float, seen: List[Tensor]) -> List[Tensor]:
    gain, shift = self.affine(w, r, epsilon)
    least, step = self.scale(seen, 0, torch.size(gain, 0))
    limit = torch.clamp(torch.div(torch.sub(torch.div(torch.neg(shift), gain), least), step), -1000000000., 1000000000.)
    whole = torch.clamp(torch.round(limit), 0., 255.)
    rising = torch.gt(gain, 0.)
    first = torch.masked_fill(whole, torch.logical_not(rising), 0.)
    second = torch.masked_fill(whole, rising, 255.)
    closed = torch.logical_or(torch.where(rising, torch.ge(limit, 255.), torch.le(limit, 0.)), torch.lt(torch.abs(gain), 9.9999999999999991e-31))
    slope = torch.masked_fill(torch.mul(gain, step), closed, 0.)
    beside = torch.mul(torch.mul(slope, torch.sub(whole, limit)), torch.rsub(seen[3], 1))
    constant = torch.where(closed, seen[2], torch.sub(torch.addcmul(shift, gain, least), beside))
    mean = torch.masked_fill(torch.div(torch.sub(seen[2], constant), slope), closed, 0.)
    bias = torch.add(bias, torch.sum(torch.mul(weight, torch.view(constant, [1, -1, 1, 1])), [1, 2, 3]))
    opened = torch.mul(weight, torch.view(slope, [1, -1, 1, 1]))
    return [self.across(first, 0), self.across(second, 0)] + self.in_eight_bits(opened, bias, mean, 0)

  # The first convolution stays in single precision, and gives the maps as whole numbers.
  def quantise_stem(self: __torch__.FoldedNetwork, w: List[Tensor], r: List[Tensor], epsilon: float, seen: List[Tensor], films: List[int]) -> List[Tensor]:
    weight, bias = self.joined(w[0], torch.slice(w, 1), r, epsilon)
    least, step = self.scale(seen, 0, torch.size(weight, 0))
    weight = torch.div(weight, torch.view(step, [-1, 1, 1, 1]))
    grey = torch.sum(weight, [1], True)
    return [self.packed(weight, 2, 3, 6, films), torch.div(torch.sub(bias, least), step), self.packed(grey, 2, 3, 6, films)]

  # Of "seen", after what open_whole takes: the largest number of each map between the two convolutions,
  # of which there is room for 1.2 times as much, and its mean.
  def quantise_layer(self: __torch__.FoldedNetwork, w: List[Tensor], r: List[Tensor], epsilon: float, seen: List[Tensor], films: List[int]) -> List[Tensor]:
    weight, bias = self.joined(w[2], torch.slice(w, 3), torch.slice(r, 2), epsilon)
    narrow = torch.clamp(torch.div(seen[4], 212.5), 9.9999999999999995e-21)
    weight = torch.div(weight, torch.view(narrow, [-1, 1, 1, 1]))
    first = torch.size(w[0], 0)
    least, step = self.scale(seen, first, first + torch.size(w[5], 0))
    wide = torch.div(torch.mul(w[5], torch.view(narrow, [1, -1, 1, 1])), torch.view(step, [-1, 1, 1, 1]))
    return self.open_whole(w, r, weight, torch.div(bias, narrow), epsilon, seen) + self.in_eight_bits(wide, torch.div(torch.neg(least), step), torch.div(seen[5], narrow), 1)

  # Of "seen", after what open_whole takes: the least and largest of the next block's maps.
  def quantise_transition(self: __torch__.FoldedNetwork, w: List[Tensor], r: List[Tensor], epsilon: float, seen: List[Tensor], films: List[int]) -> List[Tensor]:
    least, step = self.scale(torch.slice(seen, 4), 0, torch.size(w[2], 0))
    weight = torch.div(w[2], torch.view(step, [-1, 1, 1, 1]))
    return self.open_whole(w, r, weight, torch.div(torch.neg(least), step), epsilon, seen)

  def quantise_norm(self: __torch__.FoldedNetwork, w: List[Tensor], r: List[Tensor], epsilon: float, seen: List[Tensor], films: List[int]) -> List[Tensor]:
    gain, shift = self.affine(w, r, epsilon)
    least, step = self.scale(seen, 0, torch.size(gain, 0))
    return [self.across(torch.mul(gain, step), 6), self.across(torch.addcmul(shift, gain, least), 6)]

  # The least and the largest of each map of a block that one of the batch norms after it, with the ReLU
  # behind, looks at, from what was seen of the maps; a quarter wider to both sides, as other films have
  # darker and brighter places.
  def ranges(self: __torch__.FoldedNetwork, maps: List[Tensor], w: List[Tensor], r: List[Tensor], epsilon: float) -> List[Tensor]:
    all = torch.cat(maps, 1)
    least, largest = torch.select(all, 0, 0), torch.select(all, 0, 1)
    beside = torch.mul(torch.sub(largest, least), 0.25)
    under, over = torch.full_like(least, 3.0000000000000001e+38), torch.full_like(least, -3.0000000000000001e+38)
    for i in range(torch.len(r) // 2):
      gain, shift = self.affine(torch.slice(w, 2 * i, 2 * i + 2), torch.slice(r, 2 * i, 2 * i + 2), epsilon)
      limit = torch.div(torch.neg(shift), gain)
      from_below = torch.masked_fill(limit, torch.lt(gain, 9.9999999999999991e-31), -3.0000000000000001e+38)
      from_above = torch.masked_fill(limit, torch.gt(gain, -9.9999999999999991e-31), 3.0000000000000001e+38)
      constant = torch.lt(torch.abs(gain), 9.9999999999999991e-31)
      first = torch.slice(under, 0, 0, torch.size(gain, 0))
      torch.copy_(first, torch.minimum(first, torch.masked_fill(from_below, constant, 3.0000000000000001e+38)))
      second = torch.slice(over, 0, 0, torch.size(gain, 0))
      torch.copy_(second, torch.maximum(second, torch.masked_fill(from_above, constant, -3.0000000000000001e+38)))
    lower, upper = torch.maximum(torch.sub(least, beside), under), torch.minimum(torch.add(largest, beside), over)
    # What comes out of a ReLU is not below 0.
    lower = torch.where(torch.ge(least, 0.), torch.relu(lower), lower)
    unseen = torch.le(upper, lower)
    return [torch.where(unseen, least, lower), torch.where(unseen, torch.add(least, 1), upper)]

  # Of each map: its least, its largest, its mean, and the share of it above 0.
  def seen(self: __torch__.FoldedNetwork, x: Tensor) -> Tensor:
    places = [0, 2, 3]
    return torch.stack([torch.amin(x, places), torch.amax(x, places), torch.mean(x, places), torch.mean(torch.to(torch.gt(x, 0.), 6), places)])

  # Folding by a thread of the pool: how weights are to lie depends on how many threads a convolution
  # has.
  def fold_stem_by_film(self: __torch__.FoldedNetwork, w: List[Tensor], r: List[Tensor], epsilon: float, type: int, films: List[int]) -> List[Tensor]:
    return torch.wait(fork(self.fold_stem, w, r, epsilon, type, films))

  def fold_layer_by_film(self: __torch__.FoldedNetwork, w: List[Tensor], r: List[Tensor], epsilon: float, type: int, films: List[int]) -> List[Tensor]:
    return torch.wait(fork(self.fold_layer, w, r, epsilon, type, films))

  def fold_transition_by_film(self: __torch__.FoldedNetwork, w: List[Tensor], r: List[Tensor], epsilon: float, type: int, films: List[int]) -> List[Tensor]:
    return torch.wait(fork(self.fold_transition, w, r, epsilon, type, films))

  def fold_norm_by_film(self: __torch__.FoldedNetwork, w: List[Tensor], r: List[Tensor], epsilon: float, type: int, films: List[int]) -> List[Tensor]:
    return torch.wait(fork(self.fold_norm, w, r, epsilon, type, films))

  def quantise_stem_by_film(self: __torch__.FoldedNetwork, w: List[Tensor], r: List[Tensor], epsilon: float, seen: List[Tensor], films: List[int]) -> List[Tensor]:
    return torch.wait(fork(self.quantise_stem, w, r, epsilon, seen, films))

  def quantise_layer_by_film(self: __torch__.FoldedNetwork, w: List[Tensor], r: List[Tensor], epsilon: float, seen: List[Tensor], films: List[int]) -> List[Tensor]:
    return torch.wait(fork(self.quantise_layer, w, r, epsilon, seen, films))

  def quantise_transition_by_film(self: __torch__.FoldedNetwork, w: List[Tensor], r: List[Tensor], epsilon: float, seen: List[Tensor], films: List[int]) -> List[Tensor]:
    return torch.wait(fork(self.quantise_transition, w, r, epsilon, seen, films))

  def quantise_norm_by_film(self: __torch__.FoldedNetwork, w: List[Tensor], r: List[Tensor], epsilon: float, seen: List[Tensor], films: List[int]) -> List[Tensor]:
    return torch.wait(fork(self.quantise_norm, w, r, epsilon, seen, films))

  # 0, or NaN where a weight is not a number: oneDNN's ReLU would make 0 of that.
  def doubt(self: __torch__.FoldedNetwork, w: List[Tensor], r: List[Tensor], epsilon: float) -> Tensor:
    sums = annotate(List[Tensor], [])
    for learnt in w:
      torch.append(sums, torch.sum(learnt))
    for i in range(torch.len(r) // 2):
      torch.append(sums, torch.sum(r[2 * i]))
      torch.append(sums, torch.sum(torch.sqrt(torch.add(r[2 * i + 1], epsilon))))
    return torch.mul(torch.sum(torch.stack(sums)), 0)

  # What a 1 x 1 convolution takes of maps, by what fold_opening made.
  def opened(self: __torch__.FoldedNetwork, x: Tensor, f: List[Tensor]) -> Tensor:
    if torch.eq(ops.prim.dtype(x), 15):
      return self.convolve(x, f[0], f[1], 1, 0, torch.size(x, 1), "relu")
    else:
      return torch.clamp(x, f[0], f[1])

  # Whether all channels of the images are the same, as those of a grey film.
  def grey(self: __torch__.FoldedNetwork, images: Tensor) -> bool:
    rest = torch.slice(images, 1, 1)
    return torch.equal(rest, torch.expand_as(torch.slice(images, 1, 0, 1), rest))

  def stem(self: __torch__.FoldedNetwork, images: Tensor, f: List[Tensor], type: int) -> Tensor:
    weight = f[0]
    if self.grey(images):
      images = torch.slice(images, 1, 0, 1)
      weight = f[2]
    whole = torch.eq(type, 0)
    if whole:
      type = 6
    x = torch.contiguous(torch.to(images, type), memory_format=2)
    x = torch.max_pool2d(self.convolve(x, weight, f[1], 2, 3, 1, "relu"), [3, 3], [2, 2], [1, 1])
    if whole:
      x = self.rounded(x)
    return x

  def rounded(self: __torch__.FoldedNetwork, x: Tensor) -> Tensor:
    return torch.to(torch.clamp_max_(torch.round_(x), 255), 0)

  # Each layer puts its maps behind those that it sees, into room for "maps" in all. "f" is what
  # fold_layer or quantise_layer made, "size" arrays of each layer, one after the other.
  def block(self: __torch__.FoldedNetwork, x: Tensor, maps: int, f: List[Tensor], size: int) -> Tensor:
    all = torch.empty([torch.size(x, 0), maps, torch.size(x, 2), torch.size(x, 3)], dtype=ops.prim.dtype(x), memory_format=2)
    seen = torch.size(x, 1)
    torch.copy_(torch.slice(all, 1, 0, seen), x)
    for i in range(torch.len(f) // size):
      own = torch.slice(f, size * i, size * (i + 1))
      opened = self.opened(torch.slice(all, 1, 0, seen), own)
      if torch.eq(size, 8):
        narrowed = self.convolve_whole(opened, torch.slice(own, 2), 0, "relu")
        fresh = self.convolve_whole(narrowed, torch.slice(own, 5), 1, "none")
      else:
        narrowed = self.convolve(opened, own[2], own[3], 1, 0, 1, "relu")
        fresh = self.convolve(narrowed, own[4], None, 1, 1, 1, "none")
      end = seen + torch.size(fresh, 1)
      torch.copy_(torch.slice(all, 1, seen, end), fresh)
      seen = end
    return all

  # The mean of four places comes before the convolution, as Transition.java says.
  def transition(self: __torch__.FoldedNetwork, x: Tensor, f: List[Tensor]) -> Tensor:
    opened = self.opened(x, f)
    if torch.eq(torch.len(f), 5):
      means = self.rounded(torch.avg_pool2d(torch.to(opened, 6), [2, 2]))
      return self.convolve_whole(means, torch.slice(f, 2), 0, "none")
    else:
      return self.convolve(torch.avg_pool2d(opened, [2, 2]), f[2], f[3], 1, 0, 1, "none")

  # Fails where there is an operation that the machine does not have.
  def tried(self: __torch__.FoldedNetwork, type: int) -> Tensor:
    epsilon = 1.0000000000000001e-05
    few, more = torch.ones([16], dtype=6), torch.ones([32], dtype=6)
    wide, narrow = torch.zeros([16, 16, 3, 3], dtype=6), torch.zeros([16, 16, 1, 1], dtype=6)
    stem = [torch.zeros([16, 3, 7, 7], dtype=6), few, few]
    layer = [few, few, narrow, few, few, wide]
    between = [more, more, torch.cat([narrow, narrow], 1)]
    images = torch.zeros([1, 3, 32, 32], dtype=6)
    if torch.eq(type, 0):
      none = torch.zeros([32], dtype=6)
      x = self.stem(images, self.quantise_stem(stem, [few, few], epsilon, [none, more], [1, 32, 32]), type)
      x = self.block(x, 32, self.quantise_layer(layer, [few, few, few, few], epsilon, [none, more, few, few, few, few], [1, 8, 8]), 8)
      return self.transition(x, self.quantise_transition(between, [more, more], epsilon, [none, more, more, more, none, more], [1, 4, 4]))
    else:
      x = self.stem(images, self.fold_stem(stem, [few, few], epsilon, type, [1, 32, 32]), type)
      x = self.block(x, 32, self.fold_layer(layer, [few, few, few, few], epsilon, type, [1, 8, 8]), 5)
      return self.transition(x, self.fold_transition(between, [more, more], epsilon, type, [1, 4, 4]))

  # From images to the maps of the last block. Of each block: how many maps come out of it, how many
  # layers it has, and how many films go through it, and through what lies between it and the next, at
  # once. "f" is what was made of stem, block, transition, block, ..., one after the other. The first
  # number of a film tells if the film, or a weight, is not a number.
  def maps(self: __torch__.FoldedNetwork, images: Tensor, counts: List[int], layers: List[int], together: List[int], f: List[Tensor], doubt: Tensor, type: int) -> Tensor:
    x = images
    first, size, between = 3, 5, 4
    if torch.eq(type, 0):
      size, between = 8, 5
    for b in range(torch.len(layers)):
      last = first + size * layers[b]
      parts = annotate(List[Tensor], [])
      for i in range((torch.size(x, 0) + together[b] - 1) // together[b]):
        some = torch.slice(x, 0, i * together[b], (i + 1) * together[b])
        if torch.eq(b, 0):
          some = self.stem(some, f, type)
        some = self.block(some, counts[b], torch.slice(f, first, last), size)
        if torch.lt(last, torch.len(f)):
          some = self.transition(some, torch.slice(f, last, last + between))
        torch.append(parts, some)
      if torch.eq(torch.len(parts), 1):
        x = parts[0]
      else:
        x = torch.cat(parts)
      first = last + between
    if torch.eq(type, 0):
      x = torch.to(x, 6)
    doubts = torch.add(torch.mul(torch.sum(images, [1, 2, 3]), 0), doubt)
    torch.add_(torch.select(torch.select(torch.select(x, 1, 0), 1, 0), 1, 0), doubts)
    return x

  # The same with each film as a task, for a thread of the pool that is free.
  def maps_by_film(self: __torch__.FoldedNetwork, images: Tensor, counts: List[int], layers: List[int], together: List[int], f: List[Tensor], doubt: Tensor, type: int) -> Tensor:
    running = annotate(List[Future[Tensor]], [])
    for i in range(torch.size(images, 0)):
      film = torch.slice(images, 0, i, i + 1)
      torch.append(running, fork(self.maps, film, counts, layers, together, f, doubt, type))
    maps = annotate(List[Tensor], [])
    for i in range(torch.len(running)):
      torch.append(maps, torch.wait(running[i]))
    return torch.cat(maps)

  # The last batch norm.
  def norm(self: __torch__.FoldedNetwork, x: Tensor, f: List[Tensor]) -> Tensor:
    return torch.addcmul(f[1], x, f[0])

  # The ReLU after it.
  def relu(self: __torch__.FoldedNetwork, x: Tensor) -> Tensor:
    return torch.relu(x)

  # The mean of each map, in single precision.
  def means(self: __torch__.FoldedNetwork, x: Tensor) -> Tensor:
    return torch.mean(x, [2, 3], False, dtype=6)
