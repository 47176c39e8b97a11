package pack

// cache holds the objects read last. When as many bytes as a generation holds have come, those not asked for since
// the one before are dropped.
type cache struct {
	young, aged map[place]object
	size        int
}

// place is a place in a pack.
type place struct {
	pack *reader
	at   int64
}

// generation is how many bytes of objects are held, once or twice.
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
