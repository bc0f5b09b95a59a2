-- What a partner asked over its queue is answered by an event with content of cases, encrypted for it. That content is for the moment: it goes
-- a day after it was told, so that what a case destroys does not remain in an answer. The event keeps its number.
create index outbox_answer on outbox (organisation, recorded_at) where event = 'vraag.beantwoord' and content is not null;
