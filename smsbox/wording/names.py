"""First names of Ukraine and Poland, as people carry them: who is known here can be addressed in the vocative.

Gathered by hand from everyday use; whoever is missing is addressed as he is written, which is never an insult.
"""

from __future__ import annotations


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


WOMEN_UK = _words(
    """
    агата аглая ада адель аделіна аделія алевтина алла альбіна альона аліна аліса амалія амелія амина аміна
    анастасія ангеліна андріана анжела анжеліка анна антоніна анфіса аня аніта аріна ася аурелія беата белла
    берта богдана божена болеслава валентина валерія ванда варвара василина василиса ватра вероніка веста
    влада владислава власта віка вікторія віла віола віолета віра віталіна віталія галина галинка галя ганна
    ганнуся гелена георгіна глафіра горпина дана дар'я дарина дарка дарія дзвенислава дзвінка доброслава
    домініка діана діляра ева евеліна елеонора елла ельвіра еля еліза еліна емма емілія есмеральда естер жанна
    женя зарина заріна злата златослава зоряна зоя зузана зіна зінаїда каміла камілла карина кароліна каріна
    катерина катруся катря катя клавдія клара клариса клементина корнелія кристина крістіна ксеня ксенія кіра
    лада лариса леонора леонтина лера леся лукія люба любава любов любомира люда людмила люся ліана ліда лідія
    ліза ліка ліля лілія ліна лія магдалена магдалина мадіна майя мар'я мар'яна маргарита марина марта маруся
    марфа маріанна марійка маріна марічка марія маша мелана меланка меланія мелісса мирослава мирося моніка
    мотря міла мілана мілена мілла мілослава мія надя надійка надія настуся настя наталка наталя наталія
    наташа наіна нелля неллі неля неоніла нонна нора ніка ніла ніна нінель оксана олександра олена оленка
    оленочка олеся ольга оля олівія олімпія омеляна орина орислава орися параска пелагія поліна рая раїса
    регіна рената рима римма рита роза розалія роксана роксолана романа рузанна русана руслана руфіна рімма
    саломія сандра саша святослава світла світлана севіля серафима слава сніжана соломійка соломія соня софа
    софійка софія станіслава стелла стефа стефанія сузанна тамара тамила таня тая таїсія тереза тетяна тоня
    уляна улянка уляся фатіма фаїна федора фелікса феодосія хрестина христина христинка христя цвітана цецилія
    юля юліана юлія юстина юхимія ядвіга яна яніна ярина яринка ярослава ясміна єва євангеліна євгенія євдокія
    єлена єлизавета іванна ізабелла ізольда іларія ілона інга інеса інна іра іраїда ірена ірина ірма ірочка
    іруся іся
    """
)

MEN_UK = _words(
    """
    авраам аврам адам азар аким альберт альоша альфред алім амвросій анатолій ангел андрій андрійко антон
    антоній антін аркадій арсен арсентій арсеній артем артемій артур архип аскольд афанасій богдан болеслав
    борис боря броніслав будимир в'ячеслав вадим вадік валентин валера валерій ванько ваня варлам василь
    василько васько вася венедикт веніамін виталій влад владислав владлен вова володимир володя всеволод
    вячеслав віктор вілен віталик віталій вітольд вітя гаврило гена геннадій георгій герасим герман гліб гнат
    гордій горислав григорій гриць грицько гриша густав давид дамир дан данило даниїл данько даня дем'ян денис
    деян дмитро домінік дорофей дім'ян діма едгар едуард ельдар еміль ернест ерік женя жора захар захарко
    захарій зеновій зенон зиновій златан йосип казимир карен карл касян кирил кирило клим климентій кондрат
    корнелій корній кость костя костянтин кузьма лавр лаврентій лазар лев левко левчик леон леонтій леонід
    леопольд лесь лонгин лук'ян лука льова льоня льоша любомир людвіг макар макарій макс максим максиміліан
    мар'ян марат марк марко маркіян мартин матвій мелентій мечислав микита микола миколай миколка милан мирон
    мирослав митрофан михайлик михайло михась мстислав міша назар назарій натан наум нестор никифор никодим
    олег олекса олександр олексій олесь ольгерд омелян онисим онуфрій орест осип остап павло панас пантелеймон
    паша петрик петро петрусь петя пилип платон прокіп прохор радим радислав радомир рафаїл раїф ренат ринат
    роберт родіон рома роман ромко ростик ростислав рудольф руслан рустам сава савелій самуїл самійло саша
    сашко святополк святослав севастян семен сеня серафим сергій сергійко сидір симон слава славко соломон
    спартак станіслав стас степан стефан стефко сєрьожа тарас тарасик терентій тимко тимофій тимур тиміш тихон
    тихін толик толя трохим устим федя федір фелікс феодосій филимон фома франц харитон хома христофор юліан
    юлій юра юрась юрко юрчик юрій юстин юхим якуб яків ян яна янко януш ярема яромир ярополк ярослав ясь
    євген євгеній євграф євстахій єгор єлисей єремія єрмак єфрем ібрагім іван івасик івась івасько ігнат
    ігнатій ігор ізяслав іларіон ілларіон ілля ілько інокентій іраклій ісак
    """
)

VOCATIVES_UK: dict[str, str] = {
    "аглая": "аглає",
    "адель": "аделе",
    "антін": "антоне",
    "даша": "дашо",
    "естер": "естер",
    "зоя": "зоє",
    "ігор": "ігорю",
    "ілля": "ілле",
    "лазар": "лазарю",
    "лев": "леве",
    "любов": "любове",
    "майя": "майє",
    "неллі": "неллі",
    "нінель": "нінель",
    "олег": "олеже",
    "прокіп": "прокопе",
    "сидір": "сидоре",
    "тиміш": "тимоше",
    "тихін": "тихоне",
    "федір": "федоре",
    "франц": "франце",
    "яків": "якове",
}
"""What no rule says."""

WOMEN_PL = _words(
    """
    ada adrianna agata agnieszka ala aleksandra alicja alina amelia anastazja aneta angelika ania anita anna
    antonina asia barbara basia beata blanka bogumiła bogusława bożena cecylia celina czesława dagmara danuta
    daria diana dominika dorota edyta ela elżbieta emilia ewa ewelina felicja gabriela genowefa gosia grażyna
    halina hania hanna helena henryka ilona inga irena iwona iza izabela jadwiga jagoda janina joanna jola
    jolanta julia justyna józefa kalina kamila karina karolina kasia katarzyna kinga klaudia kornelia krystyna
    ksenia laura lena leokadia lidia liliana lucyna ludwika magda magdalena maja marcelina maria marianna
    mariola marlena marta marzena małgorzata michalina milena mirosława monika nadia natalia nina oktawia ola
    oliwia otylia patrycja paulina pola regina renata roksana róża sabina sandra stanisława stefania sylwia
    teresa urszula wanda weronika wiesława wiktoria wioletta zofia zosia zuzanna zuzia łucja żaneta
    """
)

MEN_PL = _words(
    """
    adam adrian albert aleks aleksander alfred andrzej antek antoni arkadiusz artur bartek bartosz bartłomiej
    bogdan bogusław borys błażej cezary czesław damian daniel darek dariusz dawid dominik edward emil eryk
    eugeniusz fabian feliks filip franciszek fryderyk gabriel grzegorz gustaw henryk hubert ignacy igor iwan
    jacek jakub jan janusz jarosław jerzy julian józef kacper kajetan kamil karol kazimierz klemens konrad
    kornel krystian krzysiek krzysztof lech leon leszek ludwik maciej maciek maksymilian marcel marcin marek
    marian mariusz mateusz maurycy michał mieczysław mikołaj mirosław miłosz norbert olaf oliwier oskar patryk
    paweł piotr piotrek przemysław radosław rafał robert roman ryszard sebastian sergiusz stanisław staszek
    stefan szczepan szymon sławomir tadeusz tomasz tomek tymon tymoteusz wacław waldemar wiesław wiktor
    wincenty witold wojciech wojtek władysław włodzimierz zbigniew zdzisław zenon zygmunt łukasz
    """
)

VOCATIVES_PL: dict[str, str] = {
    "ala": "alu",
    "ela": "elu",
    "ola": "olu",
    "jola": "jolu",
    "pola": "polu",
    "lena": "leno",
    "magda": "magdo",
    "antoni": "antoni",
    "cezary": "cezary",
    "ignacy": "ignacy",
    "jerzy": "jerzy",
    "wincenty": "wincenty",
    "maurycy": "maurycy",
    "maciek": "maćku",
    "krzysiek": "krzyśku",
    "aleksander": "aleksandrze",
    "paweł": "pawle",
    "marcel": "marcelu",
    "maja": "maju",
    "kinga": "kingo",
}
"""What no rule says."""
