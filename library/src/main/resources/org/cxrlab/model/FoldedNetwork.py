# TorchScript, in the form in which it is stored: the operations of FoldedNetwork.java. "x" are maps,
# "w" what a layer has learnt and "r" what its batch norms remember, in the order in which the layer
# holds them; "f" is what was made of both. Convolutions are oneDNN's, to which libtorch adds biases
# and ReLUs on the way out. Memory format 2 is channels last, type 15 bfloat16.
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

  # The same by a thread of the pool: how weights are to lie depends on how many threads a convolution
  # has.
  def fold_stem_by_film(self: __torch__.FoldedNetwork, w: List[Tensor], r: List[Tensor], epsilon: float, type: int, films: List[int]) -> List[Tensor]:
    return torch.wait(fork(self.fold_stem, w, r, epsilon, type, films))

  def fold_layer_by_film(self: __torch__.FoldedNetwork, w: List[Tensor], r: List[Tensor], epsilon: float, type: int, films: List[int]) -> List[Tensor]:
    return torch.wait(fork(self.fold_layer, w, r, epsilon, type, films))

  def fold_transition_by_film(self: __torch__.FoldedNetwork, w: List[Tensor], r: List[Tensor], epsilon: float, type: int, films: List[int]) -> List[Tensor]:
    return torch.wait(fork(self.fold_transition, w, r, epsilon, type, films))

  def fold_norm_by_film(self: __torch__.FoldedNetwork, w: List[Tensor], r: List[Tensor], epsilon: float, type: int, films: List[int]) -> List[Tensor]:
    return torch.wait(fork(self.fold_norm, w, r, epsilon, type, films))

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
    x = torch.contiguous(torch.to(images, type), memory_format=2)
    return torch.max_pool2d(self.convolve(x, weight, f[1], 2, 3, 1, "relu"), [3, 3], [2, 2], [1, 1])

  # Each layer puts its maps behind those that it sees, into room for "maps" in all. "f" is what
  # fold_layer made, of one layer after the other.
  def block(self: __torch__.FoldedNetwork, x: Tensor, maps: int, f: List[Tensor]) -> Tensor:
    all = torch.empty([torch.size(x, 0), maps, torch.size(x, 2), torch.size(x, 3)], dtype=ops.prim.dtype(x), memory_format=2)
    seen = torch.size(x, 1)
    torch.copy_(torch.slice(all, 1, 0, seen), x)
    for i in range(torch.len(f) // 5):
      own = torch.slice(f, 5 * i, 5 * i + 5)
      narrowed = self.convolve(self.opened(torch.slice(all, 1, 0, seen), own), own[2], own[3], 1, 0, 1, "relu")
      fresh = self.convolve(narrowed, own[4], None, 1, 1, 1, "none")
      end = seen + torch.size(fresh, 1)
      torch.copy_(torch.slice(all, 1, seen, end), fresh)
      seen = end
    return all

  # The mean of four places comes before the convolution, as Transition.java says.
  def transition(self: __torch__.FoldedNetwork, x: Tensor, f: List[Tensor]) -> Tensor:
    return self.convolve(torch.avg_pool2d(self.opened(x, f), [2, 2]), f[2], f[3], 1, 0, 1, "none")

  # Fails where there is an operation that the machine does not have.
  def tried(self: __torch__.FoldedNetwork, type: int) -> Tensor:
    epsilon = 1.0000000000000001e-05
    few, more = torch.ones([16], dtype=6), torch.ones([32], dtype=6)
    wide, narrow = torch.zeros([16, 16, 3, 3], dtype=6), torch.zeros([16, 16, 1, 1], dtype=6)
    f = self.fold_stem([torch.zeros([16, 3, 7, 7], dtype=6), few, few], [few, few], epsilon, type, [1, 32, 32])
    x = self.stem(torch.zeros([1, 3, 32, 32], dtype=6), f, type)
    f = self.fold_layer([few, few, narrow, few, few, wide], [few, few, few, few], epsilon, type, [1, 8, 8])
    x = self.block(x, 32, f)
    f = self.fold_transition([more, more, torch.cat([narrow, narrow], 1)], [more, more], epsilon, type, [1, 4, 4])
    return self.transition(x, f)

  # From images to the maps of the last block. Of each block: how many maps come out of it, how many
  # layers it has, and how many films go through it, and through what lies between it and the next, at
  # once. "f" is what was made of stem, block, transition, block, ..., one after the other. The first
  # number of a film tells if the film, or a weight, is not a number.
  def maps(self: __torch__.FoldedNetwork, images: Tensor, counts: List[int], layers: List[int], together: List[int], f: List[Tensor], doubt: Tensor, type: int) -> Tensor:
    x = images
    first = 3
    for b in range(torch.len(layers)):
      last = first + 5 * layers[b]
      parts = annotate(List[Tensor], [])
      for i in range((torch.size(x, 0) + together[b] - 1) // together[b]):
        some = torch.slice(x, 0, i * together[b], (i + 1) * together[b])
        if torch.eq(b, 0):
          some = self.stem(some, f, type)
        some = self.block(some, counts[b], torch.slice(f, first, last))
        if torch.lt(last, torch.len(f)):
          some = self.transition(some, torch.slice(f, last, last + 4))
        torch.append(parts, some)
      if torch.eq(torch.len(parts), 1):
        x = parts[0]
      else:
        x = torch.cat(parts)
      first = last + 4
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
