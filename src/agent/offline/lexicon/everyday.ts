/** Words of everyday life that have nothing to do with wealth management: evidence that a request is outside the product. */
export const EVERYDAY: readonly string[] = [
  // food and drink
  'restaurant*', 'recipe*', 'cook', 'cooking', 'bake', 'baking', 'for dinner', 'dinner party', 'for lunch', 'breakfast', 'pizza', 'pasta', 'cake', 'coffee', 'wine', 'beer', 'cocktail*', 'sushi', 'vegan', 'soup', 'italian', 'lasagne', 'lasagna', 'sourdough', 'bread', 'chocolate',
  // sport and games
  'cricket', 'football', 'soccer', 'tennis', 'golf', 'horse*', 'lottery', 'casino', 'poker', 'basketball', 'baseball', 'rugby', 'olympic*', 'world cup', 'champions league', 'marathon', 'chess', 'crossword', 'sudoku', 'video game*', 'super bowl', 'formula 1', 'grand prix', 'who won', 'match score', 'premier league', 'the game last night', 'workout', 'gym', 'yoga',
  // travel and weather
  'weather', 'rain', 'raining', 'snow', 'sunny', 'umbrella', 'temperature outside', 'flight', 'flights', 'hotel*', 'vacation', 'holiday*', 'train ticket*', 'train', 'visa application', 'airport', 'taxi', 'itinerary', 'beach*', 'sightseeing', 'traffic', 'directions to', 'bus',
  // arts and leisure
  'poem*', 'poetry', 'limerick', 'haiku', 'song*', 'lyrics', 'joke*', 'riddle', 'story', 'novel', 'movie*', 'film*', 'netflix', 'tv show', 'series to watch', 'book to read', 'painting', 'guitar', 'piano', 'concert', 'actor', 'actress', 'celebrity', 'singer', 'playlist', 'podcast', 'birthday', 'wedding', 'wear', 'outfit', 'love letter', 'toast', 'horoscope', 'zodiac', 'astrolog*', 'music', 'crossword clue',
  // school and general knowledge
  'homework', 'algebra', 'geometry', 'calculus', 'physics', 'chemistry', 'biology', 'history essay', 'essay', 'school', 'exam', 'capital of', 'capital city', 'planet*', 'dinosaur*', 'population of', 'who invented', 'who wrote', 'who discovered', 'world war', 'president of', 'prime minister', 'translate', 'translation', 'grammar', 'spell', 'synonym', 'meaning of life', 'square root', 'equation', 'mountain', 'river', 'moon', 'how tall', 'napoleon', 'shakespeare', 'latin', 'french for', 'spanish', 'trivia', 'thesis', 'election', 'politic*', 'football club',
  // code and technology outside the product
  'python', 'javascript', 'java', 'html', 'sql query for', 'code', 'script', 'scrape*', 'scraper', 'algorithm in', 'regex', 'wifi', 'wi fi', 'router', 'printer', 'laptop', 'iphone', 'android', 'install windows', 'website for my', 'web page', 'app for my', 'debug', 'program that', 'macbook',
  // household, health, family
  'dog', 'cat', 'tap', 'leak*', 'neighbour* kids', 'laundry', 'puppy', 'kitten', 'pet', 'garden*', 'plant*', 'tomato*', 'lawn', 'car', 'engine oil', 'tyre*', 'tire', 'plumb*', 'dishwasher', 'washing machine', 'stain', 'furniture', 'doctor', 'medicine', 'headache', 'symptom*', 'diet', 'calorie*', 'lose weight', 'pregnan*', 'vitamin*', 'haircut', 'dress', 'shoes', 'present for', 'gift for', 'girlfriend', 'boyfriend', 'dating', 'relationship advice', 'breakup', 'baby name*', 'kids', 'babysit*', 'cold remedy', 'flu', 'sister', 'mother in law', 'cleaning', 'recycling', 'sofa', 'kitchen', 'bathroom', 'dentist', 'back pain', 'wifi password', 'lullaby', 'nursery rhyme*', 'bus to', 'train to', 'offside', 'bedtime', 'cover letter', 'quiz', 'maths', 'hamster', 'salad', 'barbecue', 'ice cream', 'skiing', 'hiking', 'camping', 'fishing', 'bike', 'bicycle', 'knit*', 'cinema', 'theatre', 'museum*', 'trips', 'trip', 'cough*', 'fever', 'a cold',
  'knee*', 'hurts', 'aches?', 'aching', 'toothache', 'migraine*', 'stomach', 'sore throat', 'rash', 'allerg*', 'insomnia', 'paracetamol', 'ibuprofen', 'aspirin', 'antibiotic*', 'blood pressure', 'physio*',
  'blood test*', 'test results', 'x ray*', 'booster', 'covid booster', 'vaccin*', 'jab',
  // law and work
  'marriage', 'prenup*', 'alimony', 'rent', 'renting', 'resignation', 'eulogy', 'speech', 'apology',  'landlord*', 'tenant*', 'tenancy', 'keep .. deposit', 'deposit back', 'lawyer*', 'solicitor*', 'divorce*', 'custody', 'sue', 'evict*', 'parking ticket*', 'how do|can|could i renew', 'my passport|licence|visa', 'passport office|renewal|application', 'driving licence|license', 'visa application', 'parking fine*', 'speeding', 'job interview*', 'my cv', 'resume', 'notice period', 'employment contract', 'fence',
];

/** Words that a question needs but that say nothing about its subject. */
export const GLUE: ReadonlySet<string> = new Set((
  'a an the this that these those i me my mine we us our ours you your yours he him his she her it its they them their who whom what which when where why how '
  + 'is are was were be been being am do does did done have has had having will would shall should can could may might must not no nor and or but if then else so because as '
  + "of in on at by for from to into with without within over under above below between against about across after before during since until up down out off again more most less least than "
  + "'s s please just also too very really only still yet ever there here any some all both each every other another such same own much many lot lots bit like want need get got give tell show "
  + 'let know see look find ask think say make let put go going take come ok okay well now today right good great best thing things way one ones me yes sure maybe thanks'
).split(' '));
