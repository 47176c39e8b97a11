package pack

// cache holds the most recently read objects in two generations. When the young one is full it becomes the aged one, and objects
// not used since the previous change of generation are dropped.
type cache struct {
	young, aged map[place]object
	size        int
	work        int64 // bytes made so far, see [largestWork]
}

// take counts bytes that were made.
func (c *cache) take(n int, compressed bool) error {
	if c.work += int64(n); compressed {
		c.work += 7 * int64(n)
	}
	if c.work > largestWork {
		return &TooMuch{largestWork, "bytes"}
	}
	return nil
}

// place is the position of an object: a pack and an offset in it.
type place struct {
	pack *reader
	at   int64
}

// generation is the maximum size of a generation in bytes; the cache holds up to two.
const generation = 32 << 20

func newCache() *cache { return &cache{young: map[place]object{}} }

func (c *cache) get(p *reader, at int64) (object, bool) {
	place := place{p, at}
	if o, ok := c.young[place]; ok {
		return o, true
	}
	o, ok := c.aged[place]
	if ok {
		c.put(p, o)
	}
	return o, ok
}

func (c *cache) put(p *reader, o object) {
	if len(o.data) > generation/4 {
		return
	}
	if c.size += len(o.data); c.size > generation {
		c.aged, c.young, c.size = c.young, map[place]object{}, len(o.data)
	}
	c.young[place{p, o.offset}] = o
}
