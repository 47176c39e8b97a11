package history

// objectCache keeps the objects read last. When as many bytes as a generation holds have come, those not asked for since
// the one before are dropped.
type objectCache struct {
	young, aged map[packPlace]packObject
	size        int
}

// packPlace is a place in a pack.
type packPlace struct {
	pack *packReader
	at   int64
}

// generation is how many bytes of objects are kept, once or twice.
const generation = 32 << 20

func newObjectCache() *objectCache { return &objectCache{young: map[packPlace]packObject{}} }

func (c *objectCache) get(p *packReader, at int64) (packObject, bool) {
	place := packPlace{p, at}
	if o, ok := c.young[place]; ok {
		return o, true
	}
	o, ok := c.aged[place]
	if ok {
		c.put(p, o)
	}
	return o, ok
}

func (c *objectCache) put(p *packReader, o packObject) {
	if len(o.data) > generation/4 {
		return
	}
	if c.size += len(o.data); c.size > generation {
		c.aged, c.young, c.size = c.young, map[packPlace]packObject{}, len(o.data)
	}
	c.young[packPlace{p, o.offset}] = o
}
