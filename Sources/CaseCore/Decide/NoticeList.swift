/// Who is told what of an entry. Each is told once: the first word counts, so what is particular comes before the usual.
struct NoticeList {
  private(set) var all: [Decision.Notice] = []
  private var told: Set<String> = []

  mutating func tell(_ event: String, to organisations: [String]) {
    for organisation in organisations where told.insert(organisation).inserted {
      all.append(.init(organisation: organisation, event: event))
    }
  }
}
