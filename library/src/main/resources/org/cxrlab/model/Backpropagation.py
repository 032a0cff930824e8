# TorchScript, in the form in which it is stored: the operations of Backpropagation.java. "x" are
# maps, "w" the weights of a layer in the order in which the layer holds them, "remembered" what its
# batch norms remember, "into" where the gradients of w go; of a block, those of its layers, one
# after the other. A method that ends in "_back" takes the gradient ("slope") by what the method
# without it makes. Weights are in single precision, and rounded where maps are in bfloat16. Memory
# format 2 is channels last; types are 6 for single precision, 15 for bfloat16, and 2 for whole
# numbers of as many bits.
class Backpropagation(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool

  # How many of x, along its first dimension, are taken at once if no more than "most" bytes may be.
  def at_once(self: __torch__.Backpropagation, x: Tensor, most: int) -> int:
    each = torch.size(x, 1) * torch.size(x, 2) * torch.size(x, 3) * torch.element_size(x)
    return max(1, min(torch.size(x, 0), most // each))

  # To a 1 x 1 convolution it is one whether maps are of 8 films of 80 x 80 or of 256 films of 1 x 200.
  # For the latter, libtorch finds the gradient by the weights in as little as half the time. Of fewer
  # than 16 on one thread it takes any 1 x 1 convolution by a slower way, so there are as many, if each
  # then has 25 places. The maps stay where they are; they must lie channels last.
  def strips(self: __torch__.Backpropagation, x: Tensor) -> Tensor:
    places = torch.size(x, 0) * torch.size(x, 2) * torch.size(x, 3)
    width = min(200, places)
    if torch.ge(places, 400):
      width = min(width, places // 16)
    while torch.ne(places % width, 0):
      width = width - 1
    last = torch.permute(x, [0, 2, 3, 1])
    return torch.permute(torch.view(last, [-1, 1, width, torch.size(x, 1)]), [0, 3, 1, 2])

  # The maps of strips, in as many films as "like" has.
  def films(self: __torch__.Backpropagation, x: Tensor, like: Tensor) -> Tensor:
    shape = [torch.size(like, 0), torch.size(like, 2), torch.size(like, 3), torch.size(x, 1)]
    return torch.permute(torch.view(torch.permute(x, [0, 2, 3, 1]), shape), [0, 3, 1, 2])

  # One number for each map, to be combined with maps.
  def across(self: __torch__.Backpropagation, v: Tensor, x: Tensor) -> Tensor:
    return torch.view(torch.type_as(v, x), [1, -1, 1, 1])

  # The same memory under another type; x lies channels last.
  def under(self: __torch__.Backpropagation, x: Tensor, type: int) -> Tensor:
    last = torch.contiguous(torch.permute(x, [0, 2, 3, 1]))
    same = torch.set_(torch.empty([0], dtype=type), last, 0, torch.size(last), torch.stride(last))
    return torch.permute(same, [0, 3, 1, 2])

  # For whatever is done with numbers in bfloat16, libtorch turns each into single precision and back.
  # But which are above 0 shows in their bits, too, taken for whole numbers, in a sixth of the time for
  # a ReLU and in a third for its gradient. Where bits are written to, only they and numbers(bits) are to
  # be used from then on: TorchScript does not know that x shares their memory. A ReLU of bits makes 0
  # of what is not a number and has its sign set.
  def bits(self: __torch__.Backpropagation, x: Tensor) -> Tensor:
    if torch.eq(ops.prim.dtype(x), 15):
      x = self.under(x, 2)
    return x

  def numbers(self: __torch__.Backpropagation, bits: Tensor) -> Tensor:
    if torch.eq(ops.prim.dtype(bits), 2):
      bits = self.under(bits, 15)
    return bits

  # The ReLU of gain * x + shift: batch norm and ReLU, where x is normalised.
  def opened(self: __torch__.Backpropagation, x: Tensor, gain: Tensor, shift: Tensor) -> Tensor:
    return torch.relu_(torch.addcmul(shift, x, gain))

  def remember(self: __torch__.Backpropagation, remembered: List[Tensor], statistics: List[Tensor], maps: int) -> None:
    for i in range(2):
      torch.lerp_(remembered[i], torch.slice(statistics[i], 0, 0, maps), 0.1)

  # Writes x, normalised, to "into", and its mean and variance to statistics from a map on. Returns
  # 1 / sqrt(variance + epsilon), and the normalised x once more, as to gather it from "into" takes as
  # long as to write it. With the momentum 1, libtorch hands both statistics out.
  def normalise(self: __torch__.Backpropagation, x: Tensor, into: Tensor, statistics: List[Tensor], first: int, epsilon: float) -> List[Tensor]:
    end = first + torch.size(x, 1)
    mean = torch.slice(statistics[0], 0, first, end)
    variance = torch.slice(statistics[1], 0, first, end)
    y, m, scale = torch.native_batch_norm(x, None, None, mean, variance, True, 1., epsilon)
    torch.copy_(into, y)
    return [scale, y]

  # As the gradient asks for the input in its normalised form alone, x is given as an input of mean
  # 0 and deviation 1, and the scale as a weight.
  def normalise_back(self: __torch__.Backpropagation, slope: Tensor, scale: Tensor, y: Tensor, epsilon: float) -> Tensor:
    s = torch.contiguous(slope, memory_format=2)
    zeros = torch.zeros_like(scale)
    ones = torch.ones_like(scale)
    d, a, b = torch.native_batch_norm_backward(s, y, scale, None, None, zeros, ones, True, epsilon, [True, True, False])
    return d

  # The gradients by x, if it is wanted, and by the weight.
  def convolve_back(self: __torch__.Backpropagation, slope: Tensor, x: Tensor, weight: Tensor, stride: int, padding: int, further: bool) -> Tuple[Tensor, Tensor]:
    d, w, b = torch.convolution_backward(slope, x, weight, None, [stride, stride], [padding, padding], [1, 1], False, [0, 0], 1, [further, True, False])
    return (d, w)

  # Which gains are too near 0 to divide by.
  def near(self: __torch__.Backpropagation, gain: Tensor) -> Tensor:
    return torch.squeeze(torch.nonzero(torch.lt(torch.abs(gain), 0.05)), 1)

  # The way back through o = opened(x): of d, the gradient by o, it returns what the ReLU lets through.
  # Adds to the gradients by the shift, and by those gains that are near 0.
  def relu_back(self: __torch__.Backpropagation, d: Tensor, o: Tensor, x: Tensor, by_shift: Tensor, near: Tensor, by_near: Tensor) -> Tensor:
    bits = self.bits(d)
    torch.threshold_backward(bits, self.bits(o), 0, grad_input=bits)
    d = self.numbers(bits)
    torch.add_(by_shift, torch.sum(d, [0, 2, 3]))
    if torch.gt(torch.size(near, 0), 0):
      of_near = torch.mul(torch.index_select(d, 1, near), torch.index_select(x, 1, near))
      torch.add_(by_near, torch.sum(of_near, [0, 2, 3]))
    return d

  # The gradient by the gain of o = opened(x), where a 1 x 1 convolution comes next; those by the shift
  # and the convolution's weights are known. It is the sum of d * x, and needs no look at the maps:
  # sum(d * o) is gain * sum(d * x) + shift * sum(d), and also what the convolution's weights times
  # their gradient sum up to. Only where the gain is near 0 is it taken from the maps.
  def gain_back(self: __torch__.Backpropagation, w: List[Tensor], into: List[Tensor], near: Tensor, by_near: Tensor) -> None:
    both = torch.sum(torch.mul(w[2], into[2]), [0, 2, 3])
    torch.div(torch.addcmul(both, into[1], w[1], value=-1), w[0], out=into[0])
    torch.index_copy_(into[0], 0, near, by_near)

  # Whether all channels of the images are the same, as those of a grey film.
  def grey(self: __torch__.Backpropagation, images: Tensor) -> bool:
    rest = torch.slice(images, 1, 1)
    return torch.equal(rest, torch.expand_as(torch.slice(images, 1, 0, 1), rest))

  # From the images to what the first block takes. Returns that, and what the way back needs, the
  # images too. Of grey films one channel is taken, with the sum of the weights. That may lie in any
  # way, and its maps too, where the images came row by row. The ReLU comes after the pooling, which
  # makes no difference to the largest of nine, and has less to do.
  def stem(self: __torch__.Backpropagation, images: Tensor, w: List[Tensor], remembered: List[Tensor], epsilon: float, type: int) -> List[Tensor]:
    weight = w[0]
    if self.grey(images):
      images = torch.slice(images, 1, 0, 1)
      weight = torch.sum(weight, [1], True)
    images = torch.contiguous(torch.to(images, type), memory_format=2)
    x = torch.contiguous(torch.conv2d(images, torch.type_as(weight, images), None, [2, 2], [3, 3]), memory_format=2)
    y, mean, scale = torch.native_batch_norm(x, w[1], w[2], remembered[0], remembered[1], True, 0.1, epsilon)
    pooled, places = torch.max_pool2d_with_indices(y, [3, 3], [2, 2], [1, 1])
    return [torch.relu_(pooled), places, x, mean, scale, images]

  # Where channels are equal, so are the gradients by their weights: that of one is written to all. Of
  # the weight, the shape is all that counts here.
  def stem_back(self: __torch__.Backpropagation, slope: Tensor, kept: List[Tensor], w: List[Tensor], into: List[Tensor], epsilon: float) -> None:
    pooled, places, x, mean, scale, images = kept[0], kept[1], kept[2], kept[3], kept[4], kept[5]
    torch.threshold_backward(slope, pooled, 0, grad_input=slope)
    d = torch.max_pool2d_with_indices_backward(slope, x, [3, 3], [2, 2], [1, 1], [1, 1], False, places)
    d, by_gain, by_shift = torch.native_batch_norm_backward(d, x, w[1], None, None, mean, scale, True, epsilon, [True, True, True])
    weight = torch.type_as(torch.slice(w[0], 1, 0, torch.size(images, 1)), images)
    none, by_weight = self.convolve_back(d, images, weight, 2, 3, False)
    torch.copy_(into[0], by_weight)
    torch.copy_(into[1], by_gain)
    torch.copy_(into[2], by_shift)

  # Puts the maps of one layer behind those that it sees. Returns what the way back needs, with what
  # the convolutions took, if that is to be kept.
  def layer(self: __torch__.Backpropagation, x: Tensor, statistics: List[Tensor], w: List[Tensor], remembered: List[Tensor], epsilon: float, keep: bool) -> List[Tensor]:
    seen = torch.size(w[2], 1)
    self.remember(remembered, statistics, seen)
    o = torch.addcmul(self.across(w[1], x), torch.slice(x, 1, 0, seen), self.across(w[0], x))
    o = self.numbers(torch.relu_(self.bits(o)))
    y = torch.conv2d(o, torch.type_as(w[2], x))
    z, mean, scale = torch.native_batch_norm(y, w[3], w[4], remembered[2], remembered[3], True, 0.1, epsilon)
    z = self.numbers(torch.relu_(self.bits(z)))
    fresh = torch.conv2d(z, torch.type_as(w[5], x), None, [1, 1], [1, 1])
    into = torch.slice(x, 1, seen, seen + torch.size(fresh, 1))
    kept = [y, mean, scale] + self.normalise(fresh, into, statistics, seen, epsilon)
    if keep:
      kept = kept + [z, o]
    return kept

  # The gradient by y, from that by the layer's maps; some films at a time.
  def wide_back(self: __torch__.Backpropagation, slope: Tensor, kept: List[Tensor], w: List[Tensor], into: List[Tensor], epsilon: float, most: int) -> Tensor:
    y, mean, scale = kept[0], kept[1], kept[2]
    gain = torch.mul(w[3], scale)
    shift = self.across(torch.addcmul(w[4], mean, gain, value=-1), y)
    gain = self.across(gain, y)
    weight = torch.type_as(w[5], y)
    bits = self.bits(torch.empty_like(y))
    step = self.at_once(y, most)
    for i in range((torch.size(y, 0) + step - 1) // step):
      if torch.gt(torch.len(kept), 5):
        z = torch.slice(kept[5], 0, i * step, (i + 1) * step)
      else:
        z = self.opened(torch.slice(y, 0, i * step, (i + 1) * step), gain, shift)
      d, by_weight = self.convolve_back(torch.slice(slope, 0, i * step, (i + 1) * step), z, weight, 1, 1, True)
      torch.threshold_backward(self.bits(d), self.bits(z), 0, grad_input=torch.slice(bits, 0, i * step, (i + 1) * step))
      if torch.eq(i, 0):
        torch.copy_(into[5], by_weight)
      else:
        torch.add_(into[5], by_weight)
    d, by_gain, by_shift = torch.native_batch_norm_backward(self.numbers(bits), y, w[3], None, None, mean, scale, True, epsilon, [True, True, True])
    torch.copy_(into[3], by_gain)
    torch.copy_(into[4], by_shift)
    return d

  # Adds the gradient by the maps that the layer sees to theirs; some strips at a time.
  def narrow_back(self: __torch__.Backpropagation, slope: Tensor, maps: Tensor, slopes: Tensor, kept: List[Tensor], w: List[Tensor], into: List[Tensor], most: int) -> None:
    s, x, sums = self.strips(torch.contiguous(slope, memory_format=2)), self.strips(maps), self.strips(slopes)
    opened = annotate(List[Tensor], [])
    if torch.gt(torch.len(kept), 6):
      torch.append(opened, self.strips(kept[6]))
    gain, shift = self.across(w[0], x), self.across(w[1], x)
    weight = torch.type_as(w[2], x)
    near = self.near(w[0])
    by_near = torch.zeros_like(torch.index_select(w[0], 0, near))
    torch.zero_(into[1])
    step = self.at_once(x, most)
    for i in range((torch.size(x, 0) + step - 1) // step):
      some = torch.slice(x, 0, i * step, (i + 1) * step)
      if torch.gt(torch.len(opened), 0):
        o = torch.slice(opened[0], 0, i * step, (i + 1) * step)
      else:
        o = self.opened(some, gain, shift)
      d, by_weight = self.convolve_back(torch.slice(s, 0, i * step, (i + 1) * step), o, weight, 1, 0, True)
      d = self.relu_back(d, o, some, into[1], near, by_near)
      torch.addcmul_(torch.slice(sums, 0, i * step, (i + 1) * step), d, gain)
      if torch.eq(i, 0):
        torch.copy_(into[2], by_weight)
      else:
        torch.add_(into[2], by_weight)
    self.gain_back(w, into, near, by_near)

  def layer_back(self: __torch__.Backpropagation, x: Tensor, slopes: Tensor, kept: List[Tensor], w: List[Tensor], into: List[Tensor], epsilon: float, most: int) -> None:
    seen = torch.size(w[2], 1)
    end = seen + torch.size(w[5], 0)
    d = self.normalise_back(torch.slice(slopes, 1, seen, end), kept[3], kept[4], epsilon)
    d = self.wide_back(d, kept, w, into, epsilon, most)
    self.narrow_back(d, torch.slice(x, 1, 0, seen), torch.slice(slopes, 1, 0, seen), kept, w, into, most)

  # From what comes into a block to all its maps, each normalised, in one array: there is room for as
  # many as "maps" from the beginning, and each layer fills in its own. Returns them, the batch's
  # means and variances, the scale of those that came in and these by themselves, and what each layer
  # needs for the way back.
  def block(self: __torch__.Backpropagation, x: Tensor, maps: int, w: List[Tensor], remembered: List[Tensor], epsilon: float, keep: bool) -> List[Tensor]:
    came = torch.size(x, 1)
    shape = [torch.size(x, 0), maps, torch.size(x, 2), torch.size(x, 3)]
    all = torch.empty(shape, dtype=ops.prim.dtype(x), memory_format=2)
    # Zeros, and not whatever lies there: libtorch multiplies what was remembered by 0.
    statistics = [torch.zeros([maps], dtype=6), torch.zeros([maps], dtype=6)]
    kept = [all] + statistics + self.normalise(x, torch.slice(all, 1, 0, came), statistics, 0, epsilon)
    norms = annotate(List[Tensor], [])
    for i in range(torch.len(w) // 6):
      own, memory = torch.slice(w, 6 * i, 6 * i + 6), torch.slice(remembered, 4 * i, 4 * i + 4)
      of_layer = self.layer(all, statistics, own, memory, epsilon, keep)
      kept = kept + of_layer
      norms = norms + [own[0], own[1], own[3], own[4], of_layer[1], of_layer[2]]
    # A ReLU of bits must not hide batch norms that are not numbers: 0 times the sum of what they are
    # made of goes to the first place of the first map, from where it would spread.
    first = torch.slice(torch.slice(torch.slice(torch.slice(all, 0, 0, 1), 1, 0, 1), 2, 0, 1), 3, 0, 1)
    torch.add_(first, torch.mul(torch.sum(torch.cat(norms)), 0))
    return kept

  # Returns the gradient by what came in. That by all maps is used up.
  def block_back(self: __torch__.Backpropagation, slopes: Tensor, kept: List[Tensor], w: List[Tensor], into: List[Tensor], epsilon: float, most: int) -> Tensor:
    x, scale = kept[0], kept[3]
    layers = torch.len(w) // 6
    each = (torch.len(kept) - 5) // layers
    for back in range(layers):
      i = layers - 1 - back
      own = torch.slice(kept, 5 + each * i, 5 + each * (i + 1))
      self.layer_back(x, slopes, own, torch.slice(w, 6 * i, 6 * i + 6), torch.slice(into, 6 * i, 6 * i + 6), epsilon, most)
    came = torch.size(scale, 0)
    return self.normalise_back(torch.slice(slopes, 1, 0, came), scale, kept[4], epsilon)

  # The mean of four places before the convolution instead of after it, which is the same as both are
  # linear: the convolution has a quarter of the work. Returns what comes of it, and the means.
  def transition(self: __torch__.Backpropagation, x: Tensor, statistics: List[Tensor], w: List[Tensor], remembered: List[Tensor]) -> List[Tensor]:
    self.remember(remembered, statistics, torch.size(x, 1))
    pooled = torch.avg_pool2d(self.opened(x, self.across(w[0], x), self.across(w[1], x)), [2, 2])
    return [torch.conv2d(pooled, torch.type_as(w[2], x)), pooled]

  # Returns the gradient by all maps of the block before; some films at a time.
  def transition_back(self: __torch__.Backpropagation, slope: Tensor, x: Tensor, pooled: Tensor, w: List[Tensor], into: List[Tensor], most: int) -> Tensor:
    of_pooled, by_weight = self.convolve_back(self.strips(torch.contiguous(slope, memory_format=2)), self.strips(pooled), torch.type_as(w[2], pooled), 1, 0, True)
    of_pooled = self.films(of_pooled, pooled)
    torch.copy_(into[2], by_weight)
    gain, shift = self.across(w[0], x), self.across(w[1], x)
    near = self.near(w[0])
    by_near = torch.zeros_like(torch.index_select(w[0], 0, near))
    torch.zero_(into[1])
    slopes = torch.empty_like(x)
    step = self.at_once(x, most)
    for i in range((torch.size(x, 0) + step - 1) // step):
      some = torch.slice(x, 0, i * step, (i + 1) * step)
      o = self.opened(some, gain, shift)
      d = torch.avg_pool2d_backward(torch.slice(of_pooled, 0, i * step, (i + 1) * step), o, [2, 2], [2, 2], [0, 0], False, True, None)
      d = self.relu_back(d, o, some, into[1], near, by_near)
      torch.mul(d, gain, out=torch.slice(slopes, 0, i * step, (i + 1) * step))
    self.gain_back(w, into, near, by_near)
    return slopes

  # The mean of each map after the last batch norm and ReLU, in single precision.
  def features(self: __torch__.Backpropagation, x: Tensor, statistics: List[Tensor], w: List[Tensor], remembered: List[Tensor]) -> Tensor:
    self.remember(remembered, statistics, torch.size(x, 1))
    return torch.mean(self.opened(x, self.across(w[0], x), self.across(w[1], x)), [2, 3], False, dtype=6)

  # Returns the gradient by all maps of the last block.
  def features_back(self: __torch__.Backpropagation, slope: Tensor, x: Tensor, w: List[Tensor], into: List[Tensor]) -> Tensor:
    gain = self.across(w[0], x)
    o = self.opened(x, gain, self.across(w[1], x))
    each = torch.mul(slope, 1. / float(torch.size(x, 2) * torch.size(x, 3)))
    each = torch.unsqueeze(torch.unsqueeze(torch.type_as(each, x), 2), 3)
    d = torch.contiguous(torch.expand(each, torch.size(x)), memory_format=2)
    torch.threshold_backward(d, o, 0, grad_input=d)
    torch.copy_(into[0], torch.sum(torch.mul(d, x), [0, 2, 3], False, dtype=6))
    torch.copy_(into[1], torch.sum(d, [0, 2, 3], False, dtype=6))
    return torch.mul_(d, gain)
