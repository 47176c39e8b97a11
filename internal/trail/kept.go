package trail

func (s *sayings) recall(Options)   {}
func (s *sayings) remember(Options) {}
